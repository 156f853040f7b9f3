import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RunnerPhase } from '@background-tasks/plugin-background-tasks-common';
import { isNotFound, type Cluster } from '../clusters';
import {
  isRefused,
  judgeRun,
  statusesOf,
  type PodView,
  type RunState,
  type RunWatch,
  type Verdict,
} from '../truth';

/** What the cluster warns of in the first moments often passes by itself. */
const WARNINGS_AFTER_MS = 2_000;
/** A Job that was just made may not have come through the watch yet. */
const ABSENCE_MS = 2_000;
const LOOK_MS = 1_000;
const READY_MS = 100;

/** Where a run is in a cluster. */
export type RunPlace = {
  run: string;
  cluster: Cluster;
  namespace: string;
  job: string;
};

/** What one run's objects look like, for whoever follows it. */
export class RunObserver {
  private waitingFor: RunnerPhase | undefined;
  private waitingSince = Date.now();
  private refusedSince: number | undefined;
  private absentSince: number | undefined;
  private jobIsGone = false;
  private readonly refusedPods = new Set<string>();

  constructor(
    private readonly place: RunPlace,
    private readonly watch: RunWatch,
    private readonly logger: LoggerService,
    private readonly signal: AbortSignal,
  ) {}

  /** Waits until all that there is has been seen once. */
  async ready(): Promise<void> {
    const { namespace } = this.place;
    while (!this.watch.isReady(namespace) && !this.signal.aborted) {
      await sleep(READY_MS, undefined, { signal: this.signal }).catch(() => {});
    }
  }

  /** The run's Pod: the one that was followed before, or the first one. Others are deleted. */
  pod(uid: string | undefined): { view: PodView; gone: boolean } | undefined {
    const pods = [...this.watch.of(this.place.run).pods.values()].sort((a, b) =>
      a.view.metadata.creationTimestamp.localeCompare(
        b.view.metadata.creationTimestamp,
      ),
    );
    const [first] = pods;
    const ours =
      uid === undefined
        ? first
        : pods.find(({ view }) => view.metadata.uid === uid);
    for (const other of pods) {
      if (other !== ours && !other.gone) this.refuse(other.view);
    }
    return ours;
  }

  /** How a container stands. */
  status(pod: PodView, container: string) {
    return statusesOf(pod).find(({ name }) => name === container);
  }

  /** What the run comes to, while a phase of it is waited for. */
  async verdict(
    phase: RunnerPhase,
    podUid: string | undefined,
  ): Promise<Verdict> {
    if (this.waitingFor !== phase) {
      this.waitingFor = phase;
      this.waitingSince = Date.now();
      this.refusedSince = undefined;
    }
    const found = this.pod(podUid);
    const { job } = this.watch.of(this.place.run);
    if (!job && !found && !(await this.isJobGone())) return { type: 'going' };
    const now = Date.now();
    const uid = found?.view.metadata.uid ?? job?.metadata.uid;
    const isHeard = now - this.waitingSince >= WARNINGS_AFTER_MS;
    const warnings = uid && isHeard ? this.watch.warningsOf(uid) : [];
    const refused = isRefused({ pod: found?.view, warnings });
    // Between two attempts to pull an image it looks as if all were well.
    if (refused) this.refusedSince ??= now;
    const state: RunState = {
      job,
      // One that was there and is not known any more is gone.
      pod: found?.view,
      podGone: found?.gone,
      warnings,
      waitingMs: now - this.waitingSince,
      refusedMs: this.refusedSince === undefined ? 0 : now - this.refusedSince,
    };
    if (!found && podUid !== undefined) {
      return {
        type: 'over',
        reason: 'lost',
        message: 'Its Pod was deleted from the cluster, by whom is unknown',
      };
    }
    return judgeRun(state, phase, this.place.cluster.settings);
  }

  /** Waits for a change of the run's objects, for a second at most. */
  async change(ms = LOOK_MS): Promise<void> {
    await this.watch.change(this.place.run, ms, this.signal);
  }

  /** Whether any Pod was ever seen, and the Job is there no more. */
  private async isJobGone(): Promise<boolean> {
    const now = Date.now();
    this.absentSince ??= now;
    if (this.jobIsGone) return true;
    if (now - this.absentSince < ABSENCE_MS) return false;
    const { cluster, namespace, job } = this.place;
    this.absentSince = now;
    try {
      await cluster.batch.readNamespacedJob({ namespace, name: job });
    } catch (error) {
      // An API server that does not answer says nothing.
      this.jobIsGone = isNotFound(error);
    }
    return this.jobIsGone;
  }

  private refuse({ metadata }: PodView): void {
    if (this.refusedPods.has(metadata.uid)) return;
    this.refusedPods.add(metadata.uid);
    const { name, namespace } = metadata;
    this.logger.warn(
      `The Pod ${namespace}/${name} is a second one of its run, and is deleted`,
    );
    this.place.cluster.core
      .deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 })
      .catch(error => {
        if (isNotFound(error)) return;
        this.refusedPods.delete(metadata.uid);
        this.logger.warn(`Deleting the Pod ${name} failed: ${error}`);
      });
  }
}
