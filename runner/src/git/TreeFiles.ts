import type { Git } from './Git';
import { ObjectReader } from './ObjectReader';

/** The files of one tree, read from git's objects alone. */
export interface TreeFiles {
  /** The text of a file, or undefined where there is none. */
  read(path: string): Promise<string | undefined>;
  /** The texts of several files at once, each of which `list` has. Quicker than one by one. */
  readMany?(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Whether there is a file or folder of that name. */
  has(path: string): Promise<boolean>;
  /** The paths of all files, sorted; submodules and symbolic links are left out. */
  list(): Promise<readonly string[]>;
}

const FILE_MAX_BYTES = 4 * 1024 * 1024;
/** Enough for some 500,000 paths. */
const LIST_MAX_BYTES = 64 * 1024 * 1024;
const REGULAR_FILE = /^100(?:644|755) blob [0-9a-f]+ +(\d+)\t(.*)$/s;

/** The files of a commit or tree of a repository. */
export function treeFiles(
  git: Git,
  repository: string,
  tree: string,
): TreeFiles {
  const tryGit = (args: string[]) =>
    git.try(args, { cwd: repository, maxOutput: FILE_MAX_BYTES });
  const sizes = new Map<string, number>();
  let paths: Promise<readonly string[]> | undefined;
  const readPaths = async () => {
    const listing = await git.run(['ls-tree', '-r', '-l', '-z', tree], {
      cwd: repository,
      maxOutput: LIST_MAX_BYTES,
    });
    for (const line of listing.toString().split('\0')) {
      const [, size, path] = REGULAR_FILE.exec(line) ?? [];
      if (path !== undefined) sizes.set(path, Number(size));
    }
    return [...sizes.keys()].sort();
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
    async readMany(wanted) {
      await this.list();
      const asked = wanted.filter(
        path =>
          !path.includes('\n') &&
          (sizes.get(path) ?? Infinity) <= FILE_MAX_BYTES,
      );
      const reader = ObjectReader.open(git, { cwd: repository });
      const texts = new Map<string, string>();
      try {
        for (const path of asked) {
          const text = await reader.read(`${tree}:${path}`);
          texts.set(path, text.toString());
        }
      } finally {
        await reader.close();
      }
      return texts;
    },
    async has(path) {
      return (
        (await tryGit(['cat-file', '-e', `${tree}:${path}`])).exitCode === 0
      );
    },
  };
}
