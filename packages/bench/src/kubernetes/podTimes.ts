import { z } from 'zod';

const CLONE = 'clone';

const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()),
  }),
  status: z.object({
    initContainerStatuses: z
      .array(
        z.object({
          name: z.string(),
          state: z.object({
            running: z.object({ startedAt: z.string() }).optional(),
            terminated: z.object({ startedAt: z.string() }).optional(),
          }),
        }),
      )
      .optional(),
  }),
});

/** When a Pod was first seen, and when its clone container was seen to run, in ms since 1970. */
export type PodTimes = {
  job: string;
  made: number;
  running?: number;
  /** By the kubelet, in whole seconds. */
  startedAt?: number;
};

/** What a watch of Pods tells of their beginnings. */
export class PodTimesByJob {
  private readonly times = new Map<string, PodTimes>();

  /** Takes in what was seen of a Pod. @param now - in ms since 1970 */
  see(object: unknown, now: number): void {
    const { metadata, status } = podSchema.parse(object);
    const job = metadata.labels['job-name'];
    const times = this.times.get(job) ?? { job, made: now };
    this.times.set(job, times);
    const clone = status.initContainerStatuses?.find(
      ({ name }) => name === CLONE,
    );
    const begun = clone?.state.running ?? clone?.state.terminated;
    if (!begun || times.running !== undefined) return;
    times.running = now;
    times.startedAt = Date.parse(begun.startedAt);
  }

  /** The one Pod of a Job whose name begins so. */
  of(job: string): PodTimes | undefined {
    return [...this.times.values()].find(times => times.job.startsWith(job));
  }
}
