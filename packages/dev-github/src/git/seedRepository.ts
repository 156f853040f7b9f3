import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Folders, gitFolderOf } from '../context';
import { CreateRepositoryOptions } from '../types';
import { GitProcesses } from './GitProcesses';

/** Fixed, so that the same files give the same commit id each time. */
const SEED = {
  name: 'Sample Author',
  email: 'sample@example.com',
  date: '2026-01-01T00:00:00Z',
};

/**
 * Makes the bare repository with one commit on its default branch.
 *
 * It is made aside and moved into place when complete; so what a killed server
 * leaves is never half a repository.
 *
 * @returns the commit's id
 */
export async function seedRepository(
  processes: GitProcesses,
  folders: Folders,
  options: CreateRepositoryOptions,
): Promise<string> {
  const branch = options.defaultBranch ?? 'main';
  const work = await mkdtemp(path.join(folders.temporary, 'seed-'));
  const gitDir = path.join(work, 'repository.git');
  const text = async (args: string[], env: Record<string, string> = {}) => {
    const result = await processes.run(['--git-dir', gitDir, ...args], { env });
    return result.stdout.toString('utf8').trim();
  };
  try {
    await processes.run([
      'init',
      '--quiet',
      '--bare',
      `--initial-branch=${branch}`,
      '--template=',
      gitDir,
    ]);
    const source = options.fromDirectory
      ? path.resolve(options.fromDirectory)
      : await writeReadme(work, options.name);
    const env = {
      GIT_INDEX_FILE: path.join(work, 'index'),
      GIT_AUTHOR_NAME: SEED.name,
      GIT_AUTHOR_EMAIL: SEED.email,
      GIT_AUTHOR_DATE: SEED.date,
      GIT_COMMITTER_NAME: SEED.name,
      GIT_COMMITTER_EMAIL: SEED.email,
      GIT_COMMITTER_DATE: SEED.date,
    };
    const worktree = ['-C', source, `--work-tree=${source}`];
    await text([...worktree, '-c', 'core.bare=false', 'add', '--all'], env);
    const tree = await text(['write-tree'], env);
    const commit = await text(
      ['commit-tree', '-m', 'Initial commit', tree],
      env,
    );
    await text(['update-ref', `refs/heads/${branch}`, commit]);

    const target = path.join(folders.repositories, gitFolderOf(options));
    await mkdir(path.dirname(target), { recursive: true });
    // A leftover of a server that was killed before it wrote the state
    await rm(target, { recursive: true, force: true });
    await rename(gitDir, target);
    return commit;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function writeReadme(work: string, name: string): Promise<string> {
  const folder = path.join(work, 'files');
  await mkdir(folder);
  await writeFile(path.join(folder, 'README.md'), `# ${name}\n`);
  return folder;
}
