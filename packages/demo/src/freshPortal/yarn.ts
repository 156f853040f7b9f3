import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const OWN_PACKAGE = /^@background-tasks-/;

/** The environment for programs that install packages. */
export function installEnvironment(): Record<string, string | undefined> {
  const prefix = dirname(dirname(process.execPath));
  // Native addons are compiled against the headers of the Node that runs them, where it brings them along.
  const hasHeaders = existsSync(join(prefix, 'include/node/node_version.h'));
  return {
    ...process.env,
    ...(hasHeaders && { npm_config_nodedir: prefix }),
  };
}

/**
 * Removes what Yarn keeps of our own packages for all projects of the user: other builds of them have the same version.
 *
 * @param directory - of a project
 */
export async function forgetDownloads(directory: string): Promise<void> {
  const { stdout } = await run('yarn', ['config', 'get', 'globalFolder'], {
    cwd: directory,
  });
  const folder = stdout.trim();
  await removeOwn(join(folder, 'cache'));
  const metadata = join(folder, 'metadata/npm');
  for (const version of await namesIn(metadata)) {
    await removeOwn(join(metadata, version, '127.0.0.1'));
  }
}

async function removeOwn(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (OWN_PACKAGE.test(name)) await rm(join(folder, name), { force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return existsSync(folder) ? readdir(folder) : [];
}
