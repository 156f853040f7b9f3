import type { LoggerService } from '@backstage/backend-plugin-api';
import { INSTANCE_LABEL, RUN_LABEL, type Cluster } from '../clusters';
import { ReachWatch, type WatchEvent } from '../watch';
import {
  jobViewSchema,
  podViewSchema,
  reader,
  readWarning,
  type EventView,
  type JobView,
  type ObjectWarning,
  type PodView,
} from './views';
import { Warnings } from './Warnings';

/** What the watches have seen of a run. */
export type Seen = {
  job?: JobView;
  /** All Pods of the run, also those that are gone. */
  pods: Map<string, { view: PodView; gone: boolean }>;
};

/** One watch of Jobs, one of Pods and one of what is said of them, for all runs of this instance in a cluster. */
export class RunWatch {
  private readonly runs = new Map<string, Seen>();
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly warned = new Warnings();
  private readonly jobs: ReachWatch<JobView>;
  private readonly pods: ReachWatch<PodView>;
  private readonly events: ReachWatch<ObjectWarning>;

  constructor(private readonly cluster: Cluster, logger: LoggerService) {
    const labelSelector = `${INSTANCE_LABEL}=${cluster.instance},${RUN_LABEL}`;
    const shared = { cluster, logger };
    this.jobs = new ReachWatch({
      ...shared,
      labelSelector,
      collection: { root: '/apis/batch/v1', plural: 'jobs' },
      parse: reader(jobViewSchema),
      onList: (jobs, namespace) => this.listJobs(jobs, namespace),
      onEvent: event => this.onJob(event),
    });
    this.pods = new ReachWatch({
      ...shared,
      labelSelector,
      collection: { root: '/api/v1', plural: 'pods' },
      parse: reader(podViewSchema),
      onList: (pods, namespace) => this.listPods(pods, namespace),
      onEvent: event => this.onPod(event),
    });
    this.events = new ReachWatch({
      ...shared,
      // Events have no labels, and no selector says "this or that".
      fieldSelector:
        'type=Warning,involvedObject.kind!=Node,involvedObject.kind!=AgenticSession',
      collection: { root: '/api/v1', plural: 'events' },
      parse: readWarning,
      onList: warnings => {
        for (const warning of warnings) this.warned.add(warning);
      },
      // One that is deleted is only old.
      onEvent: ({ type, object }) => {
        if (type !== 'DELETED') this.warned.add(object);
      },
    });
  }

  /** Does nothing where it was started before. */
  start(): void {
    this.jobs.start();
    this.pods.start();
    this.events.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.jobs.stop(), this.pods.stop(), this.events.stop()]);
  }

  /** Looks into a namespace as well, where not the whole cluster is looked at. */
  include(namespace: string): void {
    this.cluster.reach.include(namespace);
  }

  /** Whether all that there is in a namespace has been seen once; warnings only help to explain. */
  isReady(namespace: string): boolean {
    return this.jobs.hasListed(namespace) && this.pods.hasListed(namespace);
  }

  /** What the cluster warns of about a Job or a Pod, the newest last. */
  warningsOf(uid: string): EventView[] {
    return this.warned.of(uid);
  }

  of(run: string): Seen {
    return this.runs.get(run) ?? { pods: new Map() };
  }

  /** Keeps what the run's follower needs, until it is forgotten. */
  forget(run: string): void {
    const seen = this.runs.get(run);
    const isGone =
      !seen?.job && [...(seen?.pods.values() ?? [])].every(({ gone }) => gone);
    if (isGone) this.runs.delete(run);
  }

  /** Resolves when something of the run has changed, when the time (milliseconds) is over, or at the abort. */
  async change(run: string, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
      const wakers = this.waiting.get(run) ?? new Set<() => void>();
      this.waiting.set(run, wakers);
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        wakers.delete(done);
        resolve();
      }
      signal.addEventListener('abort', done, { once: true });
      wakers.add(done);
    });
    if (this.waiting.get(run)?.size === 0) this.waiting.delete(run);
  }

  /** Lets those go on that wait for a change of the run. */
  wake(run: string): void {
    for (const waker of [...(this.waiting.get(run) ?? [])]) waker();
  }

  private listJobs(jobs: JobView[], namespace: string | undefined): void {
    const there = new Set(jobs.map(({ metadata }) => metadata.uid));
    for (const { job } of [...this.runs.values()]) {
      if (job && isMissing(job, there, namespace)) {
        this.onJob({ type: 'DELETED', object: job });
      }
    }
    for (const object of jobs) this.onJob({ type: 'ADDED', object });
    this.wakeAll();
  }

  private listPods(pods: PodView[], namespace: string | undefined): void {
    const there = new Set(pods.map(({ metadata }) => metadata.uid));
    for (const seen of [...this.runs.values()]) {
      for (const { view } of [...seen.pods.values()]) {
        if (!isMissing(view, there, namespace)) continue;
        this.onPod({ type: 'DELETED', object: view });
      }
    }
    for (const object of pods) this.onPod({ type: 'ADDED', object });
    this.wakeAll();
  }

  private onJob({ type, object }: WatchEvent<JobView>): void {
    const run = object.metadata.labels?.[RUN_LABEL];
    if (!run) return;
    const seen = this.seen(run);
    seen.job = type === 'DELETED' ? undefined : object;
    this.changed(run);
  }

  private onPod({ type, object }: WatchEvent<PodView>): void {
    const run = object.metadata.labels?.[RUN_LABEL];
    if (!run) return;
    const gone = type === 'DELETED';
    this.seen(run).pods.set(object.metadata.uid, { view: object, gone });
    this.changed(run);
  }

  /** A run that nobody follows and of which nothing is left is forgotten. */
  private changed(run: string): void {
    if (this.waiting.has(run)) this.wake(run);
    else if (!this.followed.has(run)) this.forget(run);
  }

  /** The runs that somebody follows here. */
  readonly followed = new Set<string>();

  private seen(run: string): Seen {
    const seen = this.runs.get(run) ?? { pods: new Map() };
    this.runs.set(run, seen);
    return seen;
  }

  private wakeAll(): void {
    for (const run of [...this.waiting.keys()]) this.wake(run);
  }
}

/** Whether what was seen before is not in a list of all that there is. */
function isMissing(
  { metadata }: JobView | PodView,
  there: ReadonlySet<string>,
  namespace: string | undefined,
): boolean {
  const isListed = namespace === undefined || metadata.namespace === namespace;
  return isListed && !there.has(metadata.uid);
}
