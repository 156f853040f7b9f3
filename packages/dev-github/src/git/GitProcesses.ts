import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { ObjectReader } from './ObjectReader';

const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
const TIMEOUT_MS = 60_000;

/** Settings that hold for every git process, whatever a repository says. */
const SETTINGS: [string, string][] = [
  // All repositories are ours; without this git refuses under another user
  ['safe.directory', '*'],
  ['core.hooksPath', devNull],
  ['core.quotePath', 'false'],
  // Nothing may run on after the request that caused it
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['receive.autogc', 'false'],
  ['receive.fsckObjects', 'true'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
  ['uploadpack.allowFilter', 'true'],
];

/** A git command that ended with an exit code that was not expected. */
export class GitError extends Error {
  constructor(
    args: readonly string[],
    readonly exitCode: number | null,
    readonly stderr: string,
  ) {
    super(`git ${args.join(' ')} failed with ${exitCode}: ${stderr.trim()}`);
    this.name = 'GitError';
  }
}

export interface RunOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
  /** More output than this is an error. Default 32 MiB. */
  maxBytes?: number;
  /** Default only 0. */
  exitCodes?: number[];
}

export interface RunResult {
  exitCode: number;
  stdout: Buffer;
}

class BoundedOutput {
  overflowed = false;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(
    private readonly limit: number,
    private readonly onOverflow: () => void,
  ) {}

  add(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size <= this.limit) {
      this.#chunks.push(chunk);
      return;
    }
    if (!this.overflowed) {
      this.overflowed = true;
      this.onOverflow();
    }
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

/** Starts git with a clean environment, and knows what is still running. */
export class GitProcesses {
  readonly #running = new Set<ChildProcess>();
  readonly #readers = new Map<string, ObjectReader>();

  constructor(private readonly home: string) {}

  /** Starts git with piped streams; the caller reads and ends them. */
  start(args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn('git', args, {
      env: { ...this.environment(), ...env },
      cwd: this.home,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    child.once('error', () => this.#running.delete(child));
    // A process that ends before it has read its input is judged by its exit code
    child.stdin.on('error', () => {});
    return child;
  }

  /**
   * Runs git to its end.
   *
   * @throws GitError for another exit code, too much output, or after a minute
   */
  async run(
    args: readonly string[],
    options: RunOptions = {},
  ): Promise<RunResult> {
    const { maxBytes = DEFAULT_MAX_BYTES, exitCodes = [0] } = options;
    const child = this.start(args, options.env);
    const stdout = new BoundedOutput(maxBytes, () => child.kill('SIGKILL'));
    const stderr = new BoundedOutput(MAX_ERROR_BYTES, () => {});
    child.stdout.on('data', chunk => stdout.add(chunk));
    child.stderr.on('data', chunk => stderr.add(chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
    child.stdin.end(options.input ?? '');
    try {
      await once(child, 'close');
    } finally {
      clearTimeout(timer);
    }
    const { exitCode } = child;
    if (exitCode === null || !exitCodes.includes(exitCode)) {
      const reason = stdout.overflowed
        ? `more than ${maxBytes} bytes of output`
        : stderr.toBuffer().toString('utf8');
      throw new GitError(args, exitCode, reason);
    }
    return { exitCode, stdout: stdout.toBuffer() };
  }

  /** Reads the objects of the repository in this folder. */
  objects(gitDir: string): ObjectReader {
    const known = this.#readers.get(gitDir);
    if (known) return known;
    const reader = new ObjectReader(() =>
      this.start(['--git-dir', gitDir, 'cat-file', '--batch-command']),
    );
    this.#readers.set(gitDir, reader);
    return reader;
  }

  /** Ends what is still running. */
  async stop(): Promise<void> {
    const ends = [...this.#running].map(async child => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const end = once(child, 'exit');
      // Not SIGKILL: git takes its own children and lock files with it
      child.kill('SIGTERM');
      await end;
    });
    await Promise.all(ends);
  }

  private environment(): Record<string, string> {
    const env: Record<string, string> = {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: this.home,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_COUNT: String(SETTINGS.length),
    };
    for (const [index, [key, value]] of SETTINGS.entries()) {
      env[`GIT_CONFIG_KEY_${index}`] = key;
      env[`GIT_CONFIG_VALUE_${index}`] = value;
    }
    return env;
  }
}
