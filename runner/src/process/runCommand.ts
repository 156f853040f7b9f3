import { spawn } from 'node:child_process';
import { LineSplitter } from '../events';
import { errnoOf } from './errno';

/** How a command ended. */
export type CommandResult = {
  /** null where a signal ended it. */
  exitCode: number | null;
  signal: string | null;
  durationMs: number;
  /** The last lines of both of its streams, in the order in which they came. */
  lastLines: string[];
};

const KEPT_LINES = 20_000;
const KEPT_CHARS = 4 * 1024 * 1024;
const OUTPUT_GRACE_MS = 2_000;
const STOP_GRACE_MS = 2_000;

class LastLines {
  lines: string[] = [];
  private chars = 0;

  add(line: string): void {
    this.lines.push(line);
    this.chars += line.length;
    if (this.lines.length <= KEPT_LINES * 2 && this.chars <= KEPT_CHARS * 2) {
      return;
    }
    let chars = 0;
    let from = this.lines.length;
    while (
      from > 0 &&
      this.lines.length - from < KEPT_LINES &&
      chars + this.lines[from - 1].length <= KEPT_CHARS
    ) {
      from--;
      chars += this.lines[from].length;
    }
    this.lines = this.lines.slice(from);
    this.chars = chars;
  }
}

/**
 * Runs a shell command line or program with nothing on its standard input, in a process group of its own that ends
 * with it: daemons that it leaves behind are killed.
 */
export async function runCommand(
  argv: string[],
  options: {
    cwd: string;
    env?: NodeJS.ProcessEnv;
    signal: AbortSignal;
    onLine: (stream: 'stdout' | 'stderr', line: string) => void;
    /** Bytes at which a line is cut. Default: what a log event can hold. */
    maxLineBytes?: number;
  },
): Promise<CommandResult> {
  const started = Date.now();
  const kept = new LastLines();
  const [program, ...args] = argv;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>(
    (resolve, reject) => {
      child.once('error', error => reject(notStarted(program, error)));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    },
  );
  const closed = new Promise<void>(resolve =>
    child.once('close', () => resolve()),
  );
  for (const stream of ['stdout', 'stderr'] as const) {
    const lines = new LineSplitter(line => {
      kept.add(line);
      options.onLine(stream, line);
    }, options.maxLineBytes);
    child[stream].on('data', chunk => lines.push(chunk));
    child[stream].once('close', () => lines.end());
  }
  let insist: NodeJS.Timeout | undefined;
  const abort = () => {
    killGroup(child.pid, 'SIGTERM');
    insist = setTimeout(() => killGroup(child.pid, 'SIGKILL'), STOP_GRACE_MS);
  };
  options.signal.addEventListener('abort', abort, { once: true });
  if (options.signal.aborted) abort();
  try {
    const { code, signal } = await ended;
    killGroup(child.pid, 'SIGKILL');
    // A daemon that left the group may hold the streams open: its words are not waited for.
    await Promise.race([closed, sleep(OUTPUT_GRACE_MS)]);
    child.stdout.destroy();
    child.stderr.destroy();
    return {
      exitCode: code,
      signal,
      durationMs: Date.now() - started,
      lastLines: kept.lines,
    };
  } finally {
    clearTimeout(insist);
    options.signal.removeEventListener('abort', abort);
  }
}

/** Sends a signal to a process group; one that is gone is fine. */
export function killGroup(
  pid: number | undefined,
  signal: NodeJS.Signals,
): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH' && errnoOf(error) !== 'EPERM') throw error;
  }
}

/** Resolves after so many milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms);
  });
}

function notStarted(program: string, error: Error): Error {
  if (errnoOf(error) === 'ENOENT') {
    return new Error(`'${program}' is not installed where the task runs.`);
  }
  return new Error(`'${program}' could not be started: ${error.message}`);
}
