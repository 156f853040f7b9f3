import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from '../system/repositoryRoot';
import { endAll, runStep, type Step } from './runStep';

const ROOT_FILES = ['package.json', 'tsconfig.json', 'backstage.json'];
/** What `prepack` and `postpack` of the packages need. */
const SCRIPTS = ['LICENSE', 'scripts'];
/** Each of them loads the type checker. */
const AT_ONCE = 2;
/** None of it is published. */
const LEFT_OUT = new Set(['node_modules', 'src', 'dist-types']);

const manifestSchema = z.object({ private: z.boolean().optional() });

/**
 * Packs all public packages with `npm pack`, as they were built. That takes place in copies: packing changes manifests
 * for a while, which others read that are packed at the same time, and this checkout is in use.
 *
 * @param directory - for the copies and the tarballs
 * @returns the folder of the tarballs
 */
export async function packPackages(
  directory: string,
  how: Pick<Step, 'env' | 'signal' | 'logFile'>,
): Promise<string> {
  const tarballs = join(directory, 'tarballs');
  await mkdir(tarballs, { recursive: true });
  const folders = await publicFolders();
  const left = [...folders];
  const packLeft = async (_: unknown, index: number) => {
    const workspace = join(directory, `workspace-${index}`);
    await copyWorkspace(folders, workspace);
    for (let next = left.shift(); next; next = left.shift()) {
      await runStep({
        ...how,
        // What its scripts say is told, also where npm is to be silent.
        env: { ...how.env, npm_config_foreground_scripts: 'true' },
        command: 'npm',
        args: ['pack', '--pack-destination', tarballs],
        cwd: join(workspace, next),
      });
    }
  };
  await endAll(Array.from({ length: AT_ONCE }, packLeft));
  return tarballs;
}

async function copyWorkspace(
  folders: readonly string[],
  workspace: string,
): Promise<void> {
  await mkdir(join(workspace, 'packages'), { recursive: true });
  for (const name of [...ROOT_FILES, ...SCRIPTS]) {
    await cp(join(repositoryRoot, name), join(workspace, name), {
      recursive: true,
    });
  }
  await linkModules('.', workspace);
  for (const folder of folders) await copyPackage(folder, workspace);
}

async function publicFolders(): Promise<string[]> {
  const plugins = await readdir(join(repositoryRoot, 'plugins'));
  const isPublic: string[] = [];
  for (const folder of [...plugins.map(name => `plugins/${name}`), 'runner']) {
    const file = join(repositoryRoot, folder, 'package.json');
    if (!existsSync(file)) continue;
    const manifest = manifestSchema.parse(
      JSON.parse(await readFile(file, 'utf8')),
    );
    if (!manifest.private) isPublic.push(folder);
  }
  return isPublic;
}

async function copyPackage(folder: string, workspace: string): Promise<void> {
  const source = join(repositoryRoot, folder);
  await cp(source, join(workspace, folder), {
    recursive: true,
    filter: path => path === source || !LEFT_OUT.has(basename(path)),
  });
  await linkModules(folder, workspace);
}

async function linkModules(folder: string, workspace: string): Promise<void> {
  const modules = join(repositoryRoot, folder, 'node_modules');
  if (!existsSync(modules)) return;
  await symlink(modules, join(workspace, folder, 'node_modules'));
}
