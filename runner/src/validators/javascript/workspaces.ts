import { posix } from 'node:path';
import type { TreeFiles } from '../../git';
import { fields, items, readYaml, text } from '../ci/yaml';
import { join } from '../trace';
import { prefetch } from '../cachedFiles';
import { globRegex } from '../config';
import type { Module } from '../modules';
import { readPackageJson, type PackageJson } from './packageJson';

/** One package of a workspace. */
export type WorkspacePackage = Module & { packageJson: PackageJson };

const MAX_PACKAGES = 400;
/** A tree does not change: each of its workspaces is read once. */
const workspaces = new WeakMap<
  TreeFiles,
  Map<string, Promise<WorkspacePackage[]>>
>();

/** The packages of the workspace whose root is `directory`, without the root itself; empty where it is none. */
export async function readWorkspace(
  files: TreeFiles,
  directory: string,
): Promise<readonly WorkspacePackage[]> {
  const known = workspaces.get(files) ?? new Map();
  workspaces.set(files, known);
  const packages = known.get(directory) ?? findPackages(files, directory);
  known.set(directory, packages);
  return await packages;
}

async function findPackages(
  files: TreeFiles,
  directory: string,
): Promise<WorkspacePackage[]> {
  const patterns = await workspacePatterns(files, directory);
  if (patterns.length === 0) return [];
  const wanted = patterns.filter(pattern => !pattern.startsWith('!'));
  const unwanted = patterns.filter(pattern => pattern.startsWith('!'));
  const includes = wanted.map(pattern => toRegex(directory, pattern));
  const excludes = unwanted.map(pattern =>
    toRegex(directory, pattern.slice(1)),
  );
  const paths = (await files.list())
    .filter(path => posix.basename(path) === 'package.json')
    .filter(path => {
      const folder = posix.dirname(path);
      if (folder === '.' || folder === directory) return false;
      if (!includes.some(regex => regex.test(folder))) return false;
      return !excludes.some(regex => regex.test(folder));
    })
    .slice(0, MAX_PACKAGES);
  await prefetch(files, paths);
  const packages: WorkspacePackage[] = [];
  for (const path of paths) {
    const folder = posix.dirname(path);
    const packageJson = await readPackageJson(files, folder);
    if (!packageJson) continue;
    packages.push({
      name: packageJson.name ?? folder,
      directory: folder,
      uses: usesOf(packageJson),
      packageJson,
    });
  }
  return packages;
}

/** The names of all that a package depends on, in whichever way. */
function usesOf({
  dependencies,
  devDependencies,
  peerDependencies,
  optionalDependencies,
}: PackageJson): string[] {
  return [
    dependencies,
    devDependencies,
    peerDependencies,
    optionalDependencies,
  ].flatMap(group => Object.keys(group ?? {}));
}

async function workspacePatterns(
  files: TreeFiles,
  directory: string,
): Promise<string[]> {
  const pnpm = readYaml(
    await files.read(join(directory, 'pnpm-workspace.yaml')),
  );
  const own = items(fields(pnpm).packages).flatMap(one => text(one) ?? []);
  if (own.length > 0) return own;
  const packageJson = await readPackageJson(files, directory);
  if (packageJson?.workspaces) return packageJson.workspaces;
  const lerna = readYaml(await files.read(join(directory, 'lerna.json')));
  return items(fields(lerna).packages).flatMap(one => text(one) ?? []);
}

function toRegex(directory: string, pattern: string): RegExp {
  const clean = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
  return globRegex(join(directory, clean));
}
