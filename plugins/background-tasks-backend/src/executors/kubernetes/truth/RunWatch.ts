import type { LoggerService } from '@backstage/backend-plugin-api';
import { INSTANCE_LABEL, RUN_LABEL, type Cluster } from '../clusters';
import { KindWatch, type WatchEvent } from '../watch';
import {
  jobViewSchema,
  podViewSchema,
  reader,
  type JobView,
  type PodView,
} from './views';

/** What the watches have seen of a run. */
export type Seen = {
  job?: JobView;
  /** All Pods of the run, also those that are gone. */
  pods: Map<string, { view: PodView; gone: boolean }>;
};

/** One watch of Jobs and one of Pods, for all runs of this instance in a cluster. */
export class RunWatch {
  private readonly runs = new Map<string, Seen>();
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly jobs: KindWatch<JobView>;
  private readonly pods: KindWatch<PodView>;
  private readonly listed: { jobs: boolean; pods: boolean } = {
    jobs: false,
    pods: false,
  };

  constructor(cluster: Cluster, logger: LoggerService) {
    const labelSelector = `${INSTANCE_LABEL}=${cluster.instance},${RUN_LABEL}`;
    this.jobs = new KindWatch({
      cluster,
      logger,
      labelSelector,
      path: '/apis/batch/v1/jobs',
      parse: reader(jobViewSchema),
      onList: jobs => this.listJobs(jobs),
      onEvent: event => this.onJob(event),
    });
    this.pods = new KindWatch({
      cluster,
      logger,
      labelSelector,
      path: '/api/v1/pods',
      parse: reader(podViewSchema),
      onList: pods => this.listPods(pods),
      onEvent: event => this.onPod(event),
    });
  }

  /** Does nothing where it was started before. */
  start(): void {
    this.jobs.start();
    this.pods.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.jobs.stop(), this.pods.stop()]);
  }

  /** Whether all that there is has been seen once. */
  get ready(): boolean {
    return this.listed.jobs && this.listed.pods;
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

  private listJobs(jobs: JobView[]): void {
    const there = new Set(jobs.map(({ metadata }) => metadata.uid));
    for (const [run, seen] of this.runs) {
      if (seen.job && !there.has(seen.job.metadata.uid)) {
        this.onJob({ type: 'DELETED', object: seen.job });
        this.wake(run);
      }
    }
    for (const object of jobs) this.onJob({ type: 'ADDED', object });
    this.listed.jobs = true;
    this.wakeAll();
  }

  private listPods(pods: PodView[]): void {
    const there = new Set(pods.map(({ metadata }) => metadata.uid));
    for (const seen of [...this.runs.values()]) {
      for (const { view } of [...seen.pods.values()]) {
        if (there.has(view.metadata.uid)) continue;
        this.onPod({ type: 'DELETED', object: view });
      }
    }
    for (const object of pods) this.onPod({ type: 'ADDED', object });
    this.listed.pods = true;
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
