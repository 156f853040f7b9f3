import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  spoolRecordSchema,
  type RunnerEvent,
  type RunnerPhase,
  type RunSpec,
  type SpoolRecord,
  type SupervisorConfig,
  type SupervisorSecrets,
} from '@background-tasks/plugin-background-tasks-common';
import { waitFor } from './waitFor';

const LEASE_TOUCH_MS = 500;

/** A run spec for tests, with what differs. */
export function runSpec(
  cloneUrl: string,
  overrides: Partial<RunSpec> = {},
): RunSpec {
  return {
    version: 1,
    runUid: 'run-1',
    task: {
      uid: 'task-1',
      name: 'task',
      project: 'project',
      instructions: 'Change something',
    },
    deadline: new Date(Date.now() + 3_600_000).toISOString(),
    repository: { url: 'https://code.example/repo', cloneUrl, branch: null },
    agent: { provider: 'script', script: 'true' },
    validation: { allowNoChecks: false, allowChangedChecks: false },
    limits: { bundleBytes: 5 * 1024 * 1024, bundleFiles: 1_000 },
    ...overrides,
  };
}

/** One run under a real supervisor, as the local executor would start it. */
export class LocalRun {
  readonly control: string;
  readonly workspace: string;
  private lease: NodeJS.Timeout | undefined;

  private constructor(readonly dir: string, readonly process: ChildProcess) {
    this.control = join(dir, 'control');
    this.workspace = join(dir, 'workspace');
  }

  static start(
    dir: string,
    spec: RunSpec,
    config: SupervisorConfig,
    options: {
      secrets?: SupervisorSecrets;
      /** The user that the supervisor runs as, where we are root. */
      as?: number;
      /** A file that the supervisor inherits, as from a careless parent. */
      inherits?: number;
      /** What the backend would give the workspace beside the PATH. */
      environment?: Readonly<Record<string, string>>;
    } = {},
  ): LocalRun {
    mkdirSync(join(dir, 'workspace'), { recursive: true, mode: 0o755 });
    mkdirSync(join(dir, 'control'), { mode: 0o700 });
    writeFileSync(join(dir, 'workspace', 'spec.json'), JSON.stringify(spec));
    writeFileSync(
      join(dir, 'control', 'supervisor.json'),
      JSON.stringify(config),
    );
    writeFileSync(join(dir, 'control', 'lease'), '');
    const { as } = options;
    if (as !== undefined) {
      execFileSync('chown', ['-R', `${as}:${as}`, dir]);
    }
    const supervisor = spawn(
      config.nodePath,
      [config.runnerPath, 'supervise', '--run', dir],
      {
        stdio: [
          ...(['pipe', 'ignore', 'inherit'] as const),
          ...(options.inherits === undefined ? [] : [options.inherits]),
        ],
        detached: true,
        env: {
          PATH: process.env.PATH,
          LANG: 'C.UTF-8',
          ...options.environment,
        },
        uid: as,
        gid: as,
      },
    );
    supervisor.stdin?.end(JSON.stringify(options.secrets ?? {}));
    const run = new LocalRun(dir, supervisor);
    run.keepLease();
    return run;
  }

  /** Touches the lease until told otherwise. */
  keepLease() {
    this.lease = setInterval(() => {
      const now = new Date();
      utimesSync(join(this.control, 'lease'), now, now);
    }, LEASE_TOUCH_MS);
  }

  dropLease() {
    clearInterval(this.lease);
  }

  records(): SpoolRecord[] {
    const spool = join(this.control, 'spool.ndjson');
    if (!existsSync(spool)) return [];
    return readFileSync(spool, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => spoolRecordSchema.parse(JSON.parse(line)));
  }

  events(phase?: RunnerPhase): RunnerEvent[] {
    return this.records().flatMap(record =>
      record.record === 'event' && (!phase || record.event.phase === phase)
        ? [record.event]
        : [],
    );
  }

  /** What a phase's log says, a line per event. */
  log(phase?: RunnerPhase): string {
    return this.events(phase)
      .flatMap(event => (event.type === 'log' ? [event.text] : []))
      .join('\n');
  }

  outcome(phase: RunnerPhase) {
    return this.events(phase).find(event => event.type === 'outcome');
  }

  /** Waits until the log of a phase has these words. */
  async said(words: string, phase?: RunnerPhase): Promise<void> {
    await waitFor(() => this.log(phase).includes(words), `"${words}"`);
  }

  /** Waits for the supervisor's end. */
  async ended(): Promise<Extract<SpoolRecord, { record: 'end' }>> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await once(this.process, 'exit');
    }
    this.dropLease();
    const last = this.records().at(-1);
    if (last?.record !== 'end') throw new Error('The spool has no end.');
    return last;
  }

  stop(reason: string) {
    writeFileSync(join(this.control, 'stop'), reason);
    if (this.process.exitCode === null) this.process.kill('SIGTERM');
  }

  /** Ends whatever is left, also after a test that failed. */
  async dispose(): Promise<void> {
    this.dropLease();
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      return;
    }
    this.stop('cancelled');
    await once(this.process, 'exit');
  }
}
