import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../system/repositoryRoot';

/** What portals have beside what this checkout has: more of a `yarn.lock`. */
const MORE = join(
  repositoryRoot,
  'packages/demo/src/freshPortal/versions.lock',
);
/** Of this repository's packages, and of the portal's own: each run has others. */
const OF_ONE_RUN = /@background-tasks|@workspace:|@link:/;

/** Lets a portal that is yet to be installed have the versions that are known to work together. */
export async function writeKnownVersions(directory: string): Promise<void> {
  const [more, own] = await Promise.all([
    readFile(MORE, 'utf8'),
    readOwnLock(),
  ]);
  // Yarn takes the last one where something is said twice.
  await writeFile(join(directory, 'yarn.lock'), `${more}\n${own}`);
}

/** Keeps the versions that a portal was installed with, beside those kept before, for all that come after. */
export async function keepVersions(directory: string): Promise<void> {
  const [known, own, portal] = await Promise.all([
    readFile(MORE, 'utf8'),
    readOwnLock(),
    readFile(join(directory, 'yarn.lock'), 'utf8'),
  ]);
  const needless = new Set(entriesOf(own));
  const more = new Set([...entriesOf(known), ...entriesOf(portal)]);
  const kept = [...more].filter(entry => !needless.has(entry)).sort();
  await writeFile(MORE, `${kept.join('\n\n')}\n`);
}

function readOwnLock(): Promise<string> {
  return readFile(join(repositoryRoot, 'yarn.lock'), 'utf8');
}

function entriesOf(lock: string): string[] {
  return lock
    .split('\n\n')
    .map(entry => entry.trim())
    .filter(entry => entry.startsWith('"') && !OF_ONE_RUN.test(entry));
}
