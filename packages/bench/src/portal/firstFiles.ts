import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file that a page loads before anything else, and what it takes on its way; in bytes. */
export type FirstFile = { path: string; bytes: number };

/** The scripts and styles that the `index.html` of a built app names, each compressed by gzip as servers do. */
export async function firstFiles(dist: string): Promise<FirstFile[]> {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  const paths = namedFiles(html);
  return Promise.all(
    paths.map(async path => ({
      path,
      bytes: gzipSync(await readFile(join(dist, path))).length,
    })),
  );
}

/** The paths of scripts and styles in a document. */
export function namedFiles(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path,
  );
}
