import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { killGroup, sleep } from '../process';
import { childrenOf, kill, killMarked, type ProcessMark } from './processes';

/** How a phase's process ended. */
export type PhaseExit = { exitCode: number | null; signal: string | null };

const STOP_GRACE_MS = 5_000;
const OUTPUT_GRACE_MS = 5_000;
/** A shell reports a signal as its number above this. */
const SIGNAL_BASE = 128;

/** The processes of one phase, from its start to the last one's end. */
export class PhaseProcess {
  private readonly ended: Promise<PhaseExit>;
  private readonly closed: Promise<void>;

  private constructor(
    private readonly child: ReturnType<typeof spawnPhase>,
    private readonly options: { mark: ProcessMark; namespaces: boolean },
    onOutput: {
      stdout: (chunk: Buffer) => void;
      stderr: (chunk: Buffer) => void;
    },
  ) {
    child.stdout.on('data', onOutput.stdout);
    child.stderr.on('data', onOutput.stderr);
    child.stdin.on('error', () => {});
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(exitOf(code, signal)));
    });
    this.closed = new Promise(resolve => {
      child.once('close', () => resolve());
    });
  }

  static start(
    argv: string[],
    options: {
      cwd: string;
      env: NodeJS.ProcessEnv;
      input: string;
      mark: ProcessMark;
      namespaces: boolean;
      stdout: (chunk: Buffer) => void;
      stderr: (chunk: Buffer) => void;
    },
  ): PhaseProcess {
    const child = spawnPhase(argv, options.cwd, options.env);
    const started = new PhaseProcess(child, options, options);
    child.stdin.end(options.input);
    return started;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Resolves when the phase has ended, all of its processes are gone, and all of its output has come. */
  async wait(): Promise<PhaseExit> {
    const exit = await this.ended;
    await this.sweep();
    await Promise.race([this.closed, sleep(OUTPUT_GRACE_MS)]);
    this.child.stdout.destroy();
    this.child.stderr.destroy();
    return exit;
  }

  /** Ends the phase: it is asked first, and killed with all that it started when it takes too long. */
  async stop(): Promise<void> {
    killGroup(this.child.pid, 'SIGTERM');
    const gone = this.ended.then(
      () => true,
      () => true,
    );
    const inTime = await Promise.race([
      gone,
      sleep(STOP_GRACE_MS).then(() => false),
    ]);
    if (!inTime) this.killAll();
    await gone;
  }

  /** Ends the phase at once, with all that it started: there is nothing left that it could do in order. */
  kill() {
    this.killAll();
  }

  private killAll() {
    const { pid } = this.child;
    if (pid === undefined) return;
    if (this.options.namespaces) {
      // When process 1 of a namespace dies, the kernel ends all others, and only then lets its parent know.
      for (const init of childrenOf(pid)) kill(init, 'SIGKILL');
      return;
    }
    killGroup(pid, 'SIGKILL');
  }

  private async sweep(): Promise<void> {
    killGroup(this.child.pid, 'SIGKILL');
    // A namespace has taken everything with it.
    if (this.options.namespaces) return;
    if (!(await killMarked(this.options.mark))) {
      throw new Error('Processes of the phase could not be ended.');
    }
  }
}

function spawnPhase(argv: string[], cwd: string, env: NodeJS.ProcessEnv) {
  const [program, ...args] = argv;
  return spawn(program, args, {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
}

function exitOf(code: number | null, signal: string | null): PhaseExit {
  if (code === null || code <= SIGNAL_BASE) return { exitCode: code, signal };
  const named = Object.entries(constants.signals).find(
    ([, number]) => number === code - SIGNAL_BASE,
  );
  return named
    ? { exitCode: null, signal: named[0] }
    : { exitCode: code, signal };
}
