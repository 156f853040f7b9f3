import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repositoryRoot } from './repositoryRoot';

const READY_TIMEOUT_MS = 600_000;
const POLL_MS = 100;
const COMPILE_CACHE = 'node_modules/.cache/background-tasks-backend';
const STOP_TIMEOUT_MS = 8_000;

/** Where a backend starts from and what it is given. */
export type BackendProcessOptions = {
  /** The TypeScript file that starts it. */
  entry: string;
  /** Configuration files, the later over the earlier. */
  configFiles: string[];
  /** Base URL, to ask whether it is ready. */
  url: string;
  logFile: string;
  env: Record<string, string>;
  /** Of the portal that it belongs to; this checkout if left out. */
  root?: string;
};

/** The portal's backend as a child process, straight from TypeScript. */
export class BackendProcess {
  private readonly options: BackendProcessOptions;
  private child: ChildProcess | undefined;
  private ready = false;

  constructor(options: BackendProcessOptions) {
    this.options = options;
  }

  private get root(): string {
    return this.options.root ?? repositoryRoot;
  }

  /** Its process id while it runs. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Whether it has come up and runs: one that is starting does not know its calls yet. */
  isReady(): boolean {
    return this.ready && this.isRunning();
  }

  isRunning(): boolean {
    return this.child !== undefined && !hasEnded(this.child);
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @throws a sentence, and the end of its log, if it ends before that
   */
  async start(signal?: AbortSignal): Promise<void> {
    this.ready = false;
    const log = openSync(this.options.logFile, 'a', 0o600);
    try {
      this.child = spawn(process.execPath, this.arguments(), {
        cwd: join(this.root, 'packages/backend'),
        env: {
          ...process.env,
          NODE_ENV: 'development',
          // What one has compiled starts the next ones.
          NODE_COMPILE_CACHE: join(this.root, COMPILE_CACHE),
          ...this.options.env,
        },
        stdio: ['ignore', log, log, 'pipe'],
        // Ctrl-C in the terminal is the demo's alone: it needs the backend to cancel what runs.
        detached: true,
      });
    } finally {
      closeSync(log);
    }
    await this.untilReady(this.child, signal);
    this.ready = true;
  }

  /** Ends it: first asks, then kills. */
  async stop(): Promise<void> {
    const child = this.child;
    if (!child || hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const inTime = await Promise.race([
      ended.then(() => true),
      delay(STOP_TIMEOUT_MS, false, { ref: false }),
    ]);
    if (inTime) return;
    child.kill('SIGKILL');
    await ended;
  }

  /** Asks it to end, as a platform does, and waits as long as that takes. @returns its exit code */
  async terminate(): Promise<number | null> {
    const child = this.child;
    if (!child || hasEnded(child)) return null;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    return child.exitCode;
  }

  /** Ends it as a crash would: it gets no chance to tidy up. */
  async kill(): Promise<void> {
    const child = this.child;
    if (!child || hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  private arguments(): string[] {
    return [
      '--no-node-snapshot',
      '--require',
      join(repositoryRoot, 'packages/demo/src/system/exitWithParent.cjs'),
      '--require',
      // Its own, as all that it loads.
      join(this.root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
      this.options.entry,
      ...this.options.configFiles.flatMap(file => ['--config', file]),
    ];
  }

  private async untilReady(
    child: ChildProcess,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    let failure: Error | undefined;
    child.once('error', error => {
      failure = error;
    });
    while (!(await this.answers())) {
      signal?.throwIfAborted();
      if (failure) throw failure;
      if (hasEnded(child)) throw await this.startFailure();
      if (Date.now() > deadline) {
        throw new Error(
          `The backend is not ready after ${
            READY_TIMEOUT_MS / 1000
          } s. Its log: ${this.options.logFile}`,
        );
      }
      await delay(POLL_MS);
    }
  }

  private async answers(): Promise<boolean> {
    try {
      const response = await fetch(
        `${this.options.url}/.backstage/health/v1/readiness`,
        { signal: AbortSignal.timeout(5_000) },
      );
      return response.ok;
    } catch {
      return false;
    }
  }

  private async startFailure(): Promise<Error> {
    const log = await readFile(this.options.logFile, 'utf8').catch(() => '');
    if (log.includes('EADDRINUSE')) {
      return new Error(
        `The backend could not start: its port is taken (${this.options.url}). Choose another with --port, or leave it out.`,
      );
    }
    if (log.includes('ENOSPC') || log.includes('SQLITE_FULL')) {
      return new Error(
        'The backend could not start: the disk is full. Free some space and run the command again.',
      );
    }
    const tail = log.trimEnd().split('\n').slice(-30).join('\n');
    return new Error(`${tail}\n\nThe backend ended while it was starting.`);
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
