import type { Git } from './Git';

/** The files of one tree, read from git's objects alone. */
export interface TreeFiles {
  /** The text of a file, or undefined where there is none. */
  read(path: string): Promise<string | undefined>;
  /** Whether there is a file or folder of that name. */
  has(path: string): Promise<boolean>;
}

const FILE_MAX_BYTES = 4 * 1024 * 1024;

/** The files of a commit or tree of a repository. */
export function treeFiles(
  git: Git,
  repository: string,
  tree: string,
): TreeFiles {
  const tryGit = (args: string[]) =>
    git.try(args, { cwd: repository, maxOutput: FILE_MAX_BYTES });
  return {
    async read(path) {
      const result = await tryGit(['cat-file', 'blob', `${tree}:${path}`]);
      return result.exitCode === 0 ? result.stdout.toString() : undefined;
    },
    async has(path) {
      return (
        (await tryGit(['cat-file', '-e', `${tree}:${path}`])).exitCode === 0
      );
    },
  };
}
