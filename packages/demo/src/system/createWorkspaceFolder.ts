import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const OTHERS_MAY_PASS = 0o001;
const PASSABLE = 0o711;

/** Where the runs of a system work. */
export type WorkspaceFolder = {
  path: string;
  /** Removes it where it lies outside of the system's own folder. */
  release(): Promise<void>;
};

/**
 * Makes the folder for the workspaces of runs. As root they belong to another user, who must be able to reach them:
 * below a home folder that is closed to others they would not, so they go to the folder for temporary files then.
 *
 * @param directory - the system's own folder
 */
export async function createWorkspaceFolder(
  directory: string,
): Promise<WorkspaceFolder> {
  if (process.getuid?.() !== 0 || (await othersMayPass(directory))) {
    const path = join(directory, 'workspaces');
    await mkdir(path, { recursive: true });
    await chmod(path, PASSABLE);
    return { path, release: async () => undefined };
  }
  const path = await mkdtemp(join(tmpdir(), 'background-tasks-demo-'));
  await chmod(path, PASSABLE);
  return {
    path,
    release: () => rm(path, { recursive: true, force: true }),
  };
}

async function othersMayPass(directory: string): Promise<boolean> {
  for (let folder = directory; ; folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & OTHERS_MAY_PASS) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
