import { cpSync, lstatSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SetupCommand } from '../validators';
import { folderOf, TOOLS } from './CheckEnvironment';

/**
 * Keeps the programs that setting up made in a checkout of the base, for the gate: to build a linter takes longer than
 * to run it, and its latest version may be another one by then. What made them is the base's alone, as is what the
 * baseline says; no agent has been there.
 */
export function keepTools(
  setup: readonly SetupCommand[],
  work: string,
  store: string,
): void {
  for (const [index, folder] of toolFolders(setup).entries()) {
    const from = placeOf(work, folder);
    if (from && isFolder(from)) copy(from, join(store, String(index)));
  }
}

/** Brings the programs of `keepTools` into another checkout; those of a folder that is there already are left out. */
export function restoreTools(
  setup: readonly SetupCommand[],
  work: string,
  store: string,
): void {
  for (const [index, folder] of toolFolders(setup).entries()) {
    const from = join(store, String(index));
    const to = placeOf(work, folder);
    if (to && isFolder(from) && !isThere(to)) copy(from, to);
  }
}

/** The commands whose programs are there. */
export function madeAlready(
  setup: readonly SetupCommand[],
  work: string,
): Set<SetupCommand> {
  return new Set(
    setup.filter(({ makes }) => {
      const place = makes && placeOf(work, makes);
      return place && isFolder(place);
    }),
  );
}

function toolFolders(setup: readonly SetupCommand[]): string[] {
  return [...new Set([TOOLS, ...setup.flatMap(({ makes }) => makes ?? [])])];
}

/** Where a folder is, or is to be; undefined where its parent is none of the checkout. */
function placeOf(work: string, folder: string): string | undefined {
  const parent = folderOf(work, dirname(folder));
  return parent && join(parent, basename(folder));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
