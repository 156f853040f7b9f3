import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  StopReason,
  TaskObject,
} from '@background-tasks/plugin-background-tasks-common';
import type {
  RunBatch,
  RunHandle,
  StartRun,
  TaskExecutor,
} from '@background-tasks/plugin-background-tasks-node';
import { agentPackages } from '../../agents';
import {
  patiently,
  RUN_LABEL,
  wordsOf,
  type Cluster,
  type Clusters,
} from './clusters';
import { createRun } from './createRun';
import { describeRun } from './describe';
import { describeIsolation } from './describeIsolation';
import { RunFollower } from './follow';
import { bundleMapsOf, namesOf, TOOLCHAIN, type RunFacts } from './manifests';
import {
  deleteInputs,
  deleteJob,
  isFinished,
  jobsOfRun,
  NODE_MS,
  letGoOfJob,
  readJob,
} from './removeRun';
import { addressOf, type RunAddress } from './RunAddress';
import type { KubernetesSettings } from './settings';
import { conditionOf, RunWatch, type JobView } from './truth';

/** The Job controller ends a Job at its deadline by itself, and says so, within this time. */
const DEADLINE_MS = 5_000;
const LOOK_MS = 200;

/** Who owns what runs for a task: its AgenticSession, which is made where there is none. */
export interface RunSessions {
  ensure(
    cluster: Cluster,
    task: { taskUid: string },
  ): Promise<{ name: string; namespace: string; uid: string }>;
  /** Emits an event on it. */
  emit(
    cluster: Cluster,
    session: { name: string; namespace: string; uid: string },
    event: { type: 'Warning'; reason: string; message: string },
  ): Promise<void>;
}

/** Options of the executor. */
export type KubernetesExecutorOptions = {
  clusters: Clusters;
  settings: KubernetesSettings;
  sessions: RunSessions;
  /** The service account of the Pods; it must be in each project's namespace. */
  serviceAccount?: string;
  logger: LoggerService;
};

/** Runs tasks on clusters: one Job per run, one container per phase. */
export class KubernetesExecutor implements TaskExecutor {
  readonly id = 'kubernetes';
  readonly startsAtGate = true;
  private readonly watches = new Map<Cluster, RunWatch>();
  private readonly stops = new Map<string, StopReason>();

  constructor(private readonly options: KubernetesExecutorOptions) {}

  async agentAvailability(provider: string): Promise<string | undefined> {
    if (this.options.settings.agents.includes(provider)) return undefined;
    return `The images of the workspaces do not bring it: build the runner's image with it, and name it in 'backgroundTasks.kubernetes.agents'`;
  }

  async describeIsolation(): Promise<string[]> {
    return describeIsolation(this.options.settings);
  }

  async start(run: StartRun): Promise<RunHandle> {
    const { spec } = run;
    // What making a namespace takes is not taken off the Job's time.
    const now = Date.now();
    const cluster = this.options.clusters.of(spec.task.project);
    const watch = this.watchOf(cluster);
    watch.start();
    const { uid: taskUid } = spec.task;
    const session = await patiently(() =>
      this.options.sessions.ensure(cluster, { taskUid }),
    );
    watch.include(session.namespace);
    const facts = this.factsOf(run, cluster, session, now);
    await createRun(cluster, facts);
    const address: RunAddress = {
      run: spec.runUid,
      cluster: cluster.name,
      namespace: session.namespace,
      session: session.name,
      sessionUid: session.uid,
      job: namesOf(session.name, facts.attempt).job,
      attempt: facts.attempt,
      bundleBytes: spec.limits.bundleBytes,
      ...(spec.startAt && { startAt: spec.startAt }),
      ...(run.bundle && { bundleParts: bundleMapsOf(facts).length }),
    };
    return address;
  }

  async *follow(
    handle: RunHandle,
    options: { cursor?: string; signal: AbortSignal },
  ): AsyncGenerator<RunBatch> {
    const address = addressOf(handle);
    const cluster = address && this.options.clusters.named(address.cluster);
    if (!address || !cluster) {
      const message = address
        ? `The cluster '${address.cluster}' that it ran in is configured no more`
        : 'The run is not one of this executor';
      yield {
        updates: [{ type: 'end', reason: 'lost', message }],
        cursor: options.cursor ?? '',
      };
      return;
    }
    const watch = this.watchOf(cluster);
    watch.start();
    watch.include(address.namespace);
    watch.followed.add(address.run);
    try {
      const follower = new RunFollower({
        ...address,
        ...options,
        cluster,
        watch,
        logger: this.options.logger,
        stopReason: () => this.stops.get(address.run),
      });
      for await (const batch of follower.updates()) {
        yield batch;
        // By now it is stored in the task's log; nothing waits for what is said beside it.
        this.tellWaits(cluster, address, batch);
      }
    } finally {
      watch.followed.delete(address.run);
      watch.forget(address.run);
    }
  }

  async inspect(handle: RunHandle): Promise<'running' | 'ended' | 'lost'> {
    const { cluster, address } = this.find(handle);
    const job =
      cluster && address && (await patiently(() => readJob(cluster, address)));
    if (!job) return 'lost';
    return isFinished(job) ? 'ended' : 'running';
  }

  async describe(handle: RunHandle): Promise<TaskObject[]> {
    const { cluster, address } = this.find(handle);
    if (!address) return [];
    if (!cluster) {
      throw new Error(`The cluster '${address.cluster}' is configured no more`);
    }
    return describeRun(cluster, address);
  }

  async stop(handle: RunHandle, reason: StopReason): Promise<void> {
    const { cluster, address } = this.find(handle);
    if (!cluster || !address) return;
    this.stops.set(address.run, reason);
    if (
      reason === 'deadlineExceeded' &&
      (await this.endsItself(cluster, address))
    ) {
      return;
    }
    await patiently(() => deleteJob(cluster, address));
    this.watchOf(cluster).wake(address.run);
  }

  async cleanup(handle: RunHandle): Promise<void> {
    const found = this.find(handle);
    if (!found.address) {
      await this.cleanUnknown(`${handle.run}`);
      return;
    }
    const { cluster, address } = found;
    if (!cluster) return;
    await patiently(() => deleteInputs(cluster, address));
    const job = await patiently(() => readJob(cluster, address));
    // One that has ended stays a while for those who look for why; the cluster removes it by its TTL.
    const stays =
      job &&
      cluster.settings.ttlSeconds > 0 &&
      (isFinished(job) || (await this.endsSoon(cluster, address, job)));
    if (stays) {
      await letGoOfJob(cluster, address);
    } else if (job) {
      await deleteJob(cluster, address);
    }
    this.stops.delete(address.run);
  }

  /** Ends all watches and connections. */
  async close(): Promise<void> {
    await Promise.all([...this.watches.values()].map(watch => watch.stop()));
    this.options.clusters.close();
  }

  private factsOf(
    { spec, secrets, attempt = 1, image, bundle }: StartRun,
    cluster: Cluster,
    session: { name: string; namespace: string; uid: string },
    now: number,
  ): RunFacts {
    const { settings } = this.options;
    const project = settings.projects.get(spec.task.project);
    const agent = agentPackages[spec.agent.provider];
    const installation =
      agent && `${TOOLCHAIN}/agents/${spec.agent.provider}@${agent.version}`;
    return {
      spec: {
        ...spec,
        agent: { ...spec.agent, ...(installation && { installation }) },
      },
      secrets,
      attempt,
      namespace: session.namespace,
      session,
      serviceAccount: this.options.serviceAccount,
      labels: { ...cluster.labels, [RUN_LABEL]: spec.runUid },
      image: image ?? project?.image ?? settings.image,
      settings,
      bundle,
      now,
    };
  }

  private tellWaits(
    cluster: Cluster,
    { namespace, session: name, sessionUid: uid }: RunAddress,
    { updates }: RunBatch,
  ): void {
    if (uid === undefined) return;
    const { sessions, logger } = this.options;
    for (const update of updates) {
      if (update.type !== 'waiting') continue;
      const { message } = update;
      const event = { type: 'Warning' as const, reason: 'Waiting', message };
      sessions.emit(cluster, { namespace, name, uid }, event).catch(error => {
        logger.warn(
          `Emitting an event on the AgenticSession '${name}' failed: ${wordsOf(
            error,
          )}`,
        );
      });
    }
  }

  private find(handle: RunHandle) {
    const address = addressOf(handle);
    const cluster = address && this.options.clusters.named(address.cluster);
    return { address, cluster };
  }

  private watchOf(cluster: Cluster): RunWatch {
    const known = this.watches.get(cluster);
    if (known) return known;
    const watch = new RunWatch(cluster, this.options.logger);
    this.watches.set(cluster, watch);
    return watch;
  }

  /** Whether a Job is past its deadline already, and comes to its end: its Pod is gone before it says why. */
  private async endsSoon(
    cluster: Cluster,
    address: RunAddress,
    job: JobView,
  ): Promise<boolean> {
    const isDue =
      this.stops.get(address.run) === 'deadlineExceeded' ||
      conditionOf(job, 'FailureTarget') !== undefined;
    return isDue && this.endsItself(cluster, address);
  }

  /** Whether the Job ends at its deadline by itself, so that it says why. */
  private async endsItself(
    cluster: Cluster,
    address: RunAddress,
  ): Promise<boolean> {
    const grace = this.options.settings.stopGraceSeconds * 1000;
    let until = Date.now() + DEADLINE_MS;
    let isEnding = false;
    while (Date.now() < until) {
      const job = await patiently(() => readJob(cluster, address));
      if (!job) return false;
      if (isFinished(job)) return true;
      // It has come to its deadline, and waits for its Pod.
      if (!isEnding && conditionOf(job, 'FailureTarget')) {
        isEnding = true;
        until = Date.now() + grace + NODE_MS;
      }
      await sleep(LOOK_MS);
    }
    return false;
  }

  /** A run whose start was not lived through: its Job may be there all the same. */
  private async cleanUnknown(run: string): Promise<void> {
    for (const cluster of this.options.clusters.all()) {
      for (const job of await jobsOfRun(cluster, run)) {
        const address = addressOfJob(run, cluster, job);
        if (!address) continue;
        await deleteInputs(cluster, address);
        await deleteJob(cluster, address);
      }
    }
  }
}

const JOB_NAME = /^(.+)-job(?:-(\d+))?$/;

function addressOfJob(
  run: string,
  cluster: Cluster,
  { metadata }: JobView,
): RunAddress | undefined {
  const [, session, attempt = '1'] = JOB_NAME.exec(metadata.name) ?? [];
  if (!session) return undefined;
  return {
    run,
    session,
    cluster: cluster.name,
    namespace: metadata.namespace,
    job: metadata.name,
    attempt: Number(attempt),
    bundleBytes: 1,
  };
}
