import type { FileEdit } from '../scenarios';

/** A command that shows a file. */
export function readByShell(path: string): string {
  return `cat ${quote(path)}`;
}

/** A command that writes a file, and the folders that it is in. */
export function writeByShell(path: string, content: string): string {
  return `mkdir -p "$(dirname ${quote(path)})" && printf %s ${quote(
    content,
  )} > ${quote(path)}`;
}

/** A command that makes an edit, and fails unless its place is in the file once. */
export function editByShell({ path, find, replace }: FileEdit): string {
  const script = [
    'const fs = require("fs");',
    'const [path, find, replace] = process.argv.slice(1);',
    'const parts = fs.readFileSync(path, "utf8").split(find);',
    'if (parts.length !== 2) throw new Error("The place is not in the file once: " + path);',
    'fs.writeFileSync(path, parts.join(replace));',
  ].join(' ');
  return `node -e ${quote(script)} ${quote(path)} ${quote(find)} ${quote(
    replace,
  )}`;
}

/** An edit in the format of the `apply_patch` tool. */
export function patchOf({ path, find, replace }: FileEdit): string {
  return [
    '*** Begin Patch',
    `*** Update File: ${path}`,
    '@@',
    ...linesOf(find).map(line => `-${line}`),
    ...linesOf(replace).map(line => `+${line}`),
    '*** End Patch',
  ].join('\n');
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
