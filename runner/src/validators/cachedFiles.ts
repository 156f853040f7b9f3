import type { TreeFiles } from '../git';

const caches = new WeakMap<TreeFiles, TreeFiles>();
const prefetchers = new WeakMap<
  TreeFiles,
  (paths: readonly string[]) => Promise<void>
>();

/** Reads files of `cachedFiles` that will be asked for one by one; each must be in its list. */
export async function prefetch(
  files: TreeFiles,
  paths: readonly string[],
): Promise<void> {
  await prefetchers.get(files)?.(paths);
}

/** The same files, each read once: a tree does not change. */
export function cachedFiles(files: TreeFiles): TreeFiles {
  const known = caches.get(files);
  if (known) return known;
  const texts = new Map<string, Promise<string | undefined>>();
  let names: Promise<ReadonlySet<string>> | undefined;
  const readNames = async () => {
    const all = new Set<string>();
    for (const path of await files.list()) {
      for (
        let end = path.length;
        end > 0;
        end = path.lastIndexOf('/', end - 1)
      ) {
        all.add(path.slice(0, end));
      }
    }
    return all;
  };
  const nameSet = () => {
    names ??= readNames();
    return names;
  };
  const cached: TreeFiles = {
    list: () => files.list(),
    async has(path) {
      return path === '' || (await nameSet()).has(path);
    },
    async read(path) {
      if (!(await nameSet()).has(path)) return undefined;
      const text = texts.get(path) ?? files.read(path);
      texts.set(path, text);
      return await text;
    },
  };
  caches.set(files, cached);
  prefetchers.set(cached, async paths => {
    const wanted = paths.filter(path => !texts.has(path));
    if (wanted.length < 2 || !files.readMany) return;
    for (const [path, text] of await files.readMany(wanted)) {
      texts.set(path, Promise.resolve(text));
    }
  });
  caches.set(cached, cached);
  return cached;
}
