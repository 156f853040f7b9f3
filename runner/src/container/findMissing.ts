import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Without these no repository can be worked on. */
const PROGRAMS = ['sh', 'git'];

/** What the image that we are in lacks for the work of a task, a sentence each. */
export async function findMissing(root: string): Promise<string[]> {
  const missing: string[] = [];
  for (const program of PROGRAMS) {
    if (!(await isInPath(program))) {
      missing.push(`'${program}' is not installed, or not in PATH.`);
    }
  }
  if (missing.length === 0) {
    await run('git', ['--version']).catch(error => {
      missing.push(`git does not start (${error.message.trim()}).`);
    });
  }
  for (const folder of [process.env.HOME ?? root, '/tmp']) {
    const writable = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!writable) {
      missing.push(`User ${process.getuid?.()} cannot write to ${folder}.`);
    }
  }
  return missing;
}

async function isInPath(program: string): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute);
  for (const folder of folders) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
