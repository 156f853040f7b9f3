import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Puts together a file that was too large for one mounted object: its parts, in the order of their names. */
export function joinParts(folder: string, file: string): void {
  // What is mounted has links and folders of the kubelet's own beside the parts.
  const parts = readdirSync(folder).filter(name => name.startsWith('part-'));
  const contents = parts.sort().map(name => readFileSync(join(folder, name)));
  writeFileSync(file, Buffer.concat(contents), { mode: 0o644 });
}
