import type { Git } from './Git';

/** The files of one tree, read from git's objects alone. */
export interface TreeFiles {
  /** The text of a file, or undefined where there is none. */
  read(path: string): Promise<string | undefined>;
  /** Whether there is a file or folder of that name. */
  has(path: string): Promise<boolean>;
  /** The paths of all files, sorted; submodules and symbolic links are left out. */
  list(): Promise<readonly string[]>;
}

const FILE_MAX_BYTES = 4 * 1024 * 1024;
/** Enough for some 500,000 paths. */
const LIST_MAX_BYTES = 64 * 1024 * 1024;
const REGULAR_FILE = /^100(?:644|755) blob [0-9a-f]+\t(.*)$/s;

/** The files of a commit or tree of a repository. */
export function treeFiles(
  git: Git,
  repository: string,
  tree: string,
): TreeFiles {
  const tryGit = (args: string[]) =>
    git.try(args, { cwd: repository, maxOutput: FILE_MAX_BYTES });
  let paths: Promise<readonly string[]> | undefined;
  const readPaths = async () => {
    const listing = await git.run(['ls-tree', '-r', '-z', tree], {
      cwd: repository,
      maxOutput: LIST_MAX_BYTES,
    });
    return listing
      .toString()
      .split('\0')
      .flatMap(line => REGULAR_FILE.exec(line)?.[1] ?? [])
      .sort();
  };
  return {
    list() {
      paths ??= readPaths();
      return paths;
    },
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
