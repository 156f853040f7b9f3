import type {
  TaskContainer,
  TaskObject,
  TaskObjectEvent,
} from '@background-tasks/plugin-background-tasks-common';
import { z } from 'zod';
import {
  conditionOf,
  jobViewSchema,
  podViewSchema,
  statusesOf,
  type ContainerStatus,
  type JobView,
  type PodView,
} from '../truth';

/** An object as it is shown, before its events are known. */
export type FoundObject = Pick<
  TaskObject,
  'kind' | 'name' | 'status' | 'createdAt' | 'containers'
> & { uid: string };

type Metadata = PodView['metadata'];

const sessionSchema = jobViewSchema.pick({ metadata: true }).extend({
  status: z.object({ phase: z.string().optional() }).optional(),
});

const time = z.string().nullish();
const eventSchema = z.object({
  metadata: z.object({ creationTimestamp: z.string() }),
  type: z.string().default('Normal'),
  reason: z.string().default(''),
  message: z.string().default(''),
  count: z.number().int().nullish(),
  lastTimestamp: time,
  eventTime: time,
  series: z
    .object({ count: z.number().int().nullish(), lastObservedTime: time })
    .nullish(),
});
const listSchema = z.object({ items: z.array(z.unknown()) });

/** The session; undefined where there is none. */
export function readSession(raw: unknown): FoundObject | undefined {
  const { data } = sessionSchema.safeParse(raw);
  if (!data) return undefined;
  const { metadata, status } = data;
  // One that nobody has taken up yet has no phase.
  const phase = status?.phase ?? 'Pending';
  return found('AgenticSession', metadata, phase);
}

/** The Job; undefined where there is none. */
export function readJob(raw: unknown): FoundObject | undefined {
  const { data } = jobViewSchema.safeParse(raw);
  return data && found('Job', data.metadata, statusOfJob(data));
}

/** The Pods of a list, with their containers. */
export function readPods(raw: unknown): FoundObject[] {
  return itemsOf(raw, podViewSchema).map(pod => {
    const { phase = 'Unknown', reason } = pod.status ?? {};
    return {
      ...found('Pod', pod.metadata, withReason(phase, reason)),
      containers: statusesOf(pod).map(containerOf),
    };
  });
}

/** The events of a list, the newest first. */
export function readEvents(raw: unknown): TaskObjectEvent[] {
  return itemsOf(raw, eventSchema)
    .map(event => ({
      type: event.type,
      reason: event.reason,
      message: event.message,
      count: event.series?.count ?? event.count ?? 1,
      lastSeenAt:
        event.series?.lastObservedTime ??
        event.lastTimestamp ??
        event.eventTime ??
        event.metadata.creationTimestamp,
    }))
    .sort((a, b) => Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt));
}

function found(kind: string, metadata: Metadata, status: string): FoundObject {
  return {
    kind,
    uid: metadata.uid,
    name: metadata.name,
    // As `kubectl` has it.
    status: metadata.deletionTimestamp ? 'Terminating' : status,
    createdAt: metadata.creationTimestamp,
  };
}

function statusOfJob(job: JobView): string {
  const failed =
    conditionOf(job, 'Failed') ?? conditionOf(job, 'FailureTarget');
  if (failed) return withReason('Failed', failed.reason);
  if (conditionOf(job, 'Complete')) return 'Complete';
  return conditionOf(job, 'Suspended') ? 'Suspended' : 'Running';
}

function withReason(status: string, reason: string | undefined): string {
  return reason ? `${status} (${reason})` : status;
}

/** Its last words are left out: anything in the container can have written them. */
function containerOf(status: ContainerStatus): TaskContainer {
  const { name, state, restartCount = 0 } = status;
  const shared = { name, restartCount, reason: null, exitCode: null };
  if (state?.terminated) {
    const { reason = null, exitCode } = state.terminated;
    return { ...shared, state: 'terminated', reason, exitCode };
  }
  if (state?.running) return { ...shared, state: 'running' };
  const { reason = null } = state?.waiting ?? {};
  return { ...shared, state: 'waiting', reason };
}

/** Those of a list that are what they should be. */
function itemsOf<T>(raw: unknown, schema: z.ZodType<T>): T[] {
  const { items = [] } = listSchema.safeParse(raw).data ?? {};
  return items.flatMap(item => {
    const { data } = schema.safeParse(item);
    return data ? [data] : [];
  });
}
