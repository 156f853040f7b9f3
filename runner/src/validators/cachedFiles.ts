import type { TreeFiles } from '../git';

const caches = new WeakMap<TreeFiles, TreeFiles>();

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
  caches.set(cached, cached);
  return cached;
}
