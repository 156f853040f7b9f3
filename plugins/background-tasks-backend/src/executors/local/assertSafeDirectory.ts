import fs from 'node:fs/promises';
import path from 'node:path';

const SETTING = 'backgroundTasks.executors.local.directory';

/**
 * Refuses a folder for runs that another user could tamper with, or that the users of the workspaces could not reach.
 *
 * @throws an Error that names the folder and the setting
 */
export async function assertSafeDirectory(directory: string): Promise<void> {
  const stat = await fs.lstat(directory);
  const self = process.getuid?.() ?? stat.uid;
  if (!stat.isDirectory() || stat.uid !== self || (stat.mode & 0o022) !== 0) {
    throw new Error(
      `The folder ${directory} must belong to the user of the backend and be writable for nobody else: mend it, or choose another with '${SETTING}'`,
    );
  }
  // Workspaces run as users of their own only where we are root.
  if (self !== 0) return;
  const real = await fs.realpath(directory);
  for (let at = real; at !== path.dirname(at); at = path.dirname(at)) {
    const { mode } = await fs.stat(at);
    if ((mode & 0o001) === 0) {
      throw new Error(
        `The users that workspaces run as cannot pass through ${at} to ${directory}: choose another folder with '${SETTING}'`,
      );
    }
  }
}
