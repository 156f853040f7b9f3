import { realpathSync, statSync } from 'node:fs';
import { delimiter, join, resolve, sep } from 'node:path';
import type { EventWriter } from '../events';
import { runCommand, type CommandResult } from '../process';
import type { SetupCommand } from '../validators';

/** Where and with what commands run. */
export type CheckEnvironment = {
  cwd: string;
  events: EventWriter;
  signal: AbortSignal;
  /** Folders of programs, from the root, that come first in the PATH of all commands. */
  path?: readonly string[];
  /** Gets what the checks download for themselves. */
  fetch?: readonly SetupCommand[];
};

/** Runs a command line; all that it prints becomes log events. */
export async function runShell(
  command: string,
  cwd: string,
  environment: CheckEnvironment,
): Promise<CommandResult> {
  const { events, signal } = environment;
  events.system(`$ ${command}`);
  return await runCommand(['sh', '-c', command], {
    cwd,
    signal,
    env: { ...process.env, PATH: pathOf(environment) },
    onLine: (stream, text) => events.emit({ type: 'log', stream, text }),
  });
}

/** Where programs are put that a repository needs and the machine lacks: no tool looks for sources in there. */
export const TOOLS = join('.git', 'tools');

/** The PATH of commands. */
export function pathOf({ cwd, path = [] }: CheckEnvironment): string {
  const folders = [...path, join(TOOLS, 'bin')].map(folder =>
    resolve(cwd, folder),
  );
  return [...folders, process.env.PATH ?? ''].join(delimiter);
}

/** The folder that a command runs in; undefined where there is none of that name within the root. */
export function folderOf(
  root: string,
  directory: string | undefined,
): string | undefined {
  if (directory === undefined || directory === '.') return root;
  try {
    const top = realpathSync(root);
    const folder = realpathSync(join(top, directory));
    const within = folder === top || folder.startsWith(`${top}${sep}`);
    return within && statSync(folder).isDirectory() ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** What is said of a command that ended without a word. */
export function howItEnded({ exitCode, signal }: CommandResult): string {
  return signal
    ? `It was ended by ${signal} and printed nothing.`
    : `It ended with exit code ${exitCode} and printed nothing.`;
}
