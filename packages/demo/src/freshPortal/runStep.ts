import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const TAIL_LINES = 40;

/** A program to be run to its end. */
export type Step = {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  /** What it prints goes here, behind what is there. */
  logFile: string;
  signal: AbortSignal;
};

/**
 * Runs a program, with all that it starts ended when the signal is aborted.
 *
 * @throws a sentence with the end of its output, if its exit code is not 0
 */
export async function runStep(step: Step): Promise<void> {
  const { command, args, cwd, env, logFile, signal } = step;
  signal.throwIfAborted();
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', log, log],
    // A group of its own: package managers start programs that start programs.
    detached: true,
  });
  closeSync(log);
  const abort = () => endGroup(child.pid);
  signal.addEventListener('abort', abort, { once: true });
  const [code] = await once(child, 'exit').finally(() => {
    signal.removeEventListener('abort', abort);
  });
  signal.throwIfAborted();
  if (code === 0) return;
  const output = await readFile(logFile, 'utf8');
  const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  throw new Error(`'${[command, ...args].join(' ')}' failed:\n${tail}`);
}

/**
 * Waits for steps that run at the same time, also for the others where one fails: nothing goes on behind it.
 *
 * @throws what the first of them threw
 */
export async function endAll(steps: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(steps);
  for (const result of results) {
    if (result.status === 'rejected') throw result.reason;
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
}
