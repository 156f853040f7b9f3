import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError, InputError, stringifyError } from '@backstage/errors';
import type {
  StopReason,
  SupervisorConfig,
  WorkspaceLimits,
} from '@background-tasks/plugin-background-tasks-common';
import type {
  RunBatch,
  RunHandle,
  StartRun,
  TaskExecutor,
} from '@background-tasks/plugin-background-tasks-node';
import type { AgentInstallations } from '../../agents';
import { followRun } from './followRun';
import {
  chooseIsolation,
  describeIsolation,
  probeIsolation,
  type IsolationAbility,
} from './isolation';
import { isAlive, isOfThisHost, readIdentity } from './processIdentity';
import { assertSafeDirectory } from './assertSafeDirectory';
import { removeRun, sweepRuns } from './sweepRuns';
import { prepareToolchain, type Toolchain } from './toolchain';

/** A supervisor stops by itself when its lease was not touched for so long: by the design, 60 s. */
const LEASE_SECONDS = 60;
/** A supervisor gives a phase 5 s to end before it kills it: twice that, and it is killed itself. */
const STOP_GRACE_MS = 10_000;
const START_TIMEOUT_MS = 20_000;

/** Options of the local executor. */
export type LocalExecutorOptions = {
  /** Where run folders are made; other users must be able to pass through its parents. */
  directory: string;
  /** The runner's bundle. */
  runnerBundle: string;
  /** The whole environment of the workspaces, but for what is private to a phase. */
  environment: Record<string, string>;
  /** The agents' programs on this machine; left out, they are looked for in the PATH of the workspaces. */
  agents?: Pick<AgentInstallations, 'availability' | 'install'>;
  /** What a task may use at most. */
  limits: WorkspaceLimits;
  /** Folders of the portal that workspaces do not see into, where there are namespaces. */
  hidden?: string[];
  /** Whether the configuration says that it may be used with `NODE_ENV=production`. */
  allowInProduction?: boolean;
  logger: LoggerService;
};

/** Runs tasks on the backend's own machine: one detached supervisor per run, which outlives the backend. */
export class LocalExecutor implements TaskExecutor {
  readonly id = 'local';
  readonly startsAtGate = true;
  private readonly options: LocalExecutorOptions;
  private readonly toolchain: Toolchain;
  private readonly ability: IsolationAbility;

  private constructor(
    options: LocalExecutorOptions,
    toolchain: Toolchain,
    ability: IsolationAbility,
  ) {
    this.options = options;
    this.toolchain = toolchain;
    this.ability = ability;
  }

  /** @throws InputError in production, unless the configuration allows it */
  static async create(options: LocalExecutorOptions): Promise<LocalExecutor> {
    assertAllowed(options);
    await fs.mkdir(runsIn(options), { recursive: true, mode: 0o755 });
    await assertSafeDirectory(options.directory);
    const [toolchain, ability] = await Promise.all([
      prepareToolchain(options),
      probeIsolation(options.runnerBundle),
    ]);
    // Nobody waits for it: there may be a lot to remove.
    sweepRuns(runsIn(options)).then(
      removed => {
        if (removed.length === 0) return;
        options.logger.info(
          `Removed the folders of ${removed.length} runs that nobody had cleaned up`,
        );
      },
      error =>
        options.logger.warn(
          `Removing the folders of old runs failed: ${stringifyError(error)}`,
        ),
    );
    return new LocalExecutor(options, toolchain, ability);
  }

  async agentAvailability(provider: string): Promise<string | undefined> {
    return await this.options.agents?.availability(provider);
  }

  async describeIsolation(): Promise<string[]> {
    return describeIsolation(this.ability, this.options.limits);
  }

  async start({ spec, secrets, bundle }: StartRun): Promise<RunHandle> {
    const handle = { run: spec.runUid };
    const folder = this.folder(handle);
    if (await readIdentity(folder.identity)) return handle;

    try {
      await this.prepareFolder(handle, spec);
      if (bundle) await this.placeBundle(handle, bundle);
      await this.spawnSupervisor(handle, JSON.stringify(secrets));
    } catch (error) {
      throw new ForwardedError('Starting the workspace failed', error);
    }
    return handle;
  }

  async *follow(
    handle: RunHandle,
    options: { cursor?: string; signal: AbortSignal },
  ): AsyncGenerator<RunBatch> {
    yield* followRun(this.folder(handle), options);
  }

  async inspect(
    handle: RunHandle,
  ): Promise<'running' | 'ended' | 'lost' | 'elsewhere'> {
    const folder = this.folder(handle);
    const identity = await readIdentity(folder.identity);
    if (!identity) return 'lost';
    if (!(await isOfThisHost(identity))) return 'elsewhere';
    if (await isAlive(identity)) return 'running';
    return (await endedProperly(folder.spool)) ? 'ended' : 'lost';
  }

  async stop(handle: RunHandle, reason: StopReason): Promise<void> {
    const folder = this.folder(handle);
    const identity = await readIdentity(folder.identity);
    if (!identity || !(await isAlive(identity))) return;
    await fs.writeFile(folder.stop, reason);
    kill(identity.pid, 'SIGTERM');
    const killAt = Date.now() + STOP_GRACE_MS;
    while (await isAlive(identity)) {
      // Its phases die with it: they are in namespaces whose first process it is the parent of.
      if (Date.now() > killAt) kill(identity.pid, 'SIGKILL');
      await sleep(50);
    }
  }

  async cleanup(handle: RunHandle): Promise<void> {
    await this.stop(handle, 'cancelled');
    await removeRun(this.folder(handle).root);
  }

  private async prepareFolder(
    handle: RunHandle,
    spec: StartRun['spec'],
  ): Promise<void> {
    const folder = this.folder(handle);
    const { provider } = spec.agent;
    const installation = await this.options.agents?.install(provider);
    const config: SupervisorConfig = {
      ...this.toolchain,
      ...(installation && { readOnly: [installation] }),
      // Of all runs a phase sees its own workspace alone.
      hidden: [...(this.options.hidden ?? []), runsIn(this.options)],
      limits: this.options.limits,
      leaseSeconds: LEASE_SECONDS,
      isolation: await chooseIsolation(this.ability, runsIn(this.options)),
    };
    // The supervisor lets the run's own user in, where it has one.
    await fs.mkdir(folder.root, { mode: 0o700, recursive: true });
    await fs.mkdir(folder.control, { mode: 0o700, recursive: true });
    await fs.mkdir(folder.workspace, { mode: 0o755, recursive: true });
    await fs.writeFile(
      path.join(folder.workspace, 'spec.json'),
      JSON.stringify({
        ...spec,
        agent: { ...spec.agent, ...(installation && { installation }) },
      }),
    );
    await fs.writeFile(
      path.join(folder.control, 'supervisor.json'),
      JSON.stringify(config),
    );
    await fs.writeFile(folder.lease, '');
  }

  /** Where collect would have put it. */
  private async placeBundle(handle: RunHandle, bundle: Buffer): Promise<void> {
    const folder = path.join(this.folder(handle).workspace, 'bundle');
    await fs.mkdir(folder, { mode: 0o755, recursive: true });
    await fs.writeFile(path.join(folder, 'bundle.json.gz'), bundle, {
      mode: 0o644,
    });
  }

  private async spawnSupervisor(
    handle: RunHandle,
    secrets: string,
  ): Promise<void> {
    const folder = this.folder(handle);
    const log = await fs.open(
      path.join(folder.control, 'supervisor.log'),
      'a',
      0o600,
    );
    try {
      const { nodePath, runnerPath } = this.toolchain;
      const child = spawn(
        nodePath,
        [runnerPath, 'supervise', '--run', folder.root],
        {
          cwd: folder.root,
          detached: true,
          env: this.options.environment,
          stdio: ['pipe', log.fd, log.fd],
        },
      );
      const failed = new Promise<never>((_, reject) => {
        child.once('error', reject);
        child.once('exit', code =>
          reject(new Error(`The supervisor ended at once with ${code}`)),
        );
      });
      failed.catch(() => undefined);
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(secrets);
      await Promise.race([failed, this.untilIdentified(folder.identity)]);
      child.removeAllListeners();
      child.on('error', () => undefined);
      child.unref();
    } finally {
      await log.close();
    }
  }

  private async untilIdentified(file: string): Promise<void> {
    const giveUpAt = Date.now() + START_TIMEOUT_MS;
    while (!(await readIdentity(file))) {
      if (Date.now() > giveUpAt) {
        throw new Error('The supervisor did not come up in time');
      }
      await sleep(20);
    }
  }

  private folder(handle: RunHandle) {
    const root = path.join(
      runsIn(this.options),
      path.basename(`${handle.run}`),
    );
    const control = path.join(root, 'control');
    return {
      root,
      control,
      workspace: path.join(root, 'workspace'),
      identity: path.join(control, 'identity.json'),
      spool: path.join(control, 'spool.ndjson'),
      lease: path.join(control, 'lease'),
      stop: path.join(control, 'stop'),
    };
  }
}

function assertAllowed({ allowInProduction }: LocalExecutorOptions): void {
  if (process.env.NODE_ENV !== 'production' || allowInProduction) return;
  throw new InputError(
    `Tasks would run on the backend's own machine, which in production must be allowed: set 'backgroundTasks.executors.local.allowInProduction' to true if all repositories are trusted, or 'backgroundTasks.executor' to 'kubernetes'`,
  );
}

function runsIn(options: LocalExecutorOptions): string {
  return path.join(options.directory, 'runs');
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in between.
  }
}

/** Whether the last line of a spool is its `end` record, which is far shorter than what is read here. */
async function endedProperly(spool: string): Promise<boolean> {
  const handle = await fs.open(spool, 'r').catch(() => undefined);
  if (!handle) return false;
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, 64 * 1024));
    await handle.read(buffer, 0, buffer.length, size - buffer.length);
    const last = buffer.toString().trimEnd().split('\n').pop() ?? '';
    return last.startsWith('{"record":"end"');
  } finally {
    await handle.close();
  }
}
