import type { TreeFiles } from '../../git';
import { foldersUp, join } from '../trace';
import { readPackageJson, type PackageJson } from './packageJson';
import { readWorkspace } from './workspaces';

/** The programs that install packages. */
export type PackageManagerName = 'npm' | 'yarn' | 'pnpm' | 'bun';

/** How a package, or the workspace that it is in, is installed. */
export type PackageManager = {
  name: PackageManagerName;
  /** Where it is called, '' is the root of the repository. */
  directory: string;
  /** `10.33.0`, as `packageManager` pins it. */
  version: string | undefined;
  lockfile: string | undefined;
  /** Yarn 2 or newer. */
  berry: boolean;
  packageJson: PackageJson;
};

const LOCKFILES: readonly [string, PackageManagerName][] = [
  ['npm-shrinkwrap.json', 'npm'],
  ['package-lock.json', 'npm'],
  ['yarn.lock', 'yarn'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];
const PIN = /^(npm|yarn|pnpm|bun)@(?:https?:\S+|([^+]+))/;

/**
 * The package manager of a folder: its own or that of the workspace above it. `packageManager` decides, then the
 * lockfile; without either it is what everybody has.
 */
export async function findPackageManager(
  files: TreeFiles,
  directory: string,
): Promise<PackageManager | undefined> {
  let nearest: PackageManager | undefined;
  let root: PackageManager | undefined;
  let first: string | undefined;
  for (const folder of foldersUp(directory)) {
    const packageJson = await readPackageJson(files, folder);
    if (!packageJson) continue;
    first ??= folder;
    const found = await managerOf(files, folder, packageJson);
    nearest ??= found;
    // A member of a workspace above it can have these too, left from elsewhere.
    const member = folder !== first && (await isMember(files, folder, first));
    if (member) root = found;
    if (isSettled(found) && !isSettled(nearest)) nearest = found;
  }
  return root ?? nearest;
}

function isSettled({ lockfile, version }: PackageManager): boolean {
  return lockfile !== undefined || version !== undefined;
}

async function isMember(
  files: TreeFiles,
  root: string,
  directory: string,
): Promise<boolean> {
  const packages = await readWorkspace(files, root);
  return packages.some(one => one.directory === directory);
}

async function managerOf(
  files: TreeFiles,
  directory: string,
  packageJson: PackageJson,
): Promise<PackageManager> {
  const [, pinned, version] = PIN.exec(packageJson.packageManager ?? '') ?? [];
  const locks: [string, PackageManagerName][] = [];
  for (const [file, name] of LOCKFILES) {
    if (await files.has(join(directory, file))) locks.push([file, name]);
  }
  const names: PackageManagerName[] = ['npm', 'yarn', 'pnpm', 'bun'];
  const name = names.find(one => one === pinned) ?? locks.at(0)?.[1] ?? 'npm';
  const lockfile = locks.find(([, owner]) => owner === name)?.[0];
  return {
    ...{ name, directory, version, lockfile, packageJson },
    berry:
      name === 'yarn' && (await isBerry(files, directory, version, lockfile)),
  };
}

async function isBerry(
  files: TreeFiles,
  directory: string,
  version: string | undefined,
  lockfile: string | undefined,
): Promise<boolean> {
  if (version) return !version.startsWith('1.') && !version.startsWith('0.');
  if (await files.has(join(directory, '.yarnrc.yml'))) return true;
  const text = lockfile && (await files.read(join(directory, lockfile)));
  return text ? text.slice(0, 500).includes('__metadata:') : false;
}

/** The command that installs what the lockfile says, or what package.json says where there is none. */
export function installCommand(manager: PackageManager): string {
  const { name, lockfile, berry } = manager;
  switch (name) {
    case 'npm':
      return lockfile ? 'npm ci' : 'npm install';
    case 'yarn':
      if (!lockfile) return 'yarn install';
      return `yarn install ${berry ? '--immutable' : '--frozen-lockfile'}`;
    default:
      return lockfile ? `${name} install --frozen-lockfile` : `${name} install`;
  }
}

/** What stands before the name of a program that a package brings along. */
export function execPrefix({ name }: PackageManager): string {
  switch (name) {
    case 'npm':
      return 'npx --no-install';
    case 'bun':
      return 'bunx --no-install';
    case 'pnpm':
      return 'pnpm exec';
    default:
      return 'yarn run';
  }
}

/** The call of a script, as a person would type it. */
export function runCommand(name: PackageManagerName, script: string): string {
  if (name === 'npm' && script === 'test') return 'npm test';
  return name === 'npm' || name === 'bun'
    ? `${name} run ${script}`
    : `${name} ${script}`;
}

/** The programs with the versions that the repository pins: see `EcosystemSetup.pins`. */
export async function pinsOf(
  files: TreeFiles,
  { name, version, directory, packageJson }: PackageManager,
): Promise<string[]> {
  const pins: string[] = [];
  const node =
    packageJson.engines?.node ?? (await pinnedNode(files, directory));
  if (name !== 'bun') pins.push(node ? `node ${node}` : 'node');
  const own = version ?? packageJson.engines?.[name];
  if (name !== 'npm' || own) pins.push(own ? `${name} ${own}` : name);
  return pins;
}

async function pinnedNode(
  files: TreeFiles,
  directory: string,
): Promise<string | undefined> {
  for (const folder of foldersUp(directory)) {
    for (const file of ['.nvmrc', '.node-version']) {
      const text = (await files.read(join(folder, file)))?.trim();
      if (text && /^v?\d[\w.]*$|^lts\b/.test(text))
        return text.replace(/^v/, '');
    }
    const tools = await files.read(join(folder, '.tool-versions'));
    const version = /^nodejs\s+(\S+)/m.exec(tools ?? '')?.[1];
    if (version) return version;
  }
  return undefined;
}
