import type { TreeFiles } from '../../../git';
import type { Expansion } from '../../Ecosystem';

/** A task of deno.json. */
export async function denoTask(
  name: string | undefined,
  directory: string,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  for (const file of ['deno.json', 'deno.jsonc']) {
    const path = directory === '' ? file : `${directory}/${file}`;
    const text = await files.read(path);
    const found = new RegExp(
      `"${name?.replace(/[^\w:-]/g, '')}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`,
    ).exec(text ?? '')?.[1];
    if (found)
      return {
        scripts: [
          { name: `task "${name}" of ${path}`, text: found, directory },
        ],
      };
  }
  return undefined;
}
