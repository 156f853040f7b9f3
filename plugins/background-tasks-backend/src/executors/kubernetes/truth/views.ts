import { z } from 'zod';

const metadata = z.object({
  uid: z.string(),
  name: z.string(),
  namespace: z.string(),
  creationTimestamp: z.string(),
  deletionTimestamp: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTransitionTime: z.string().nullish(),
});

const containerStatus = z.object({
  name: z.string(),
  restartCount: z.number().int().optional(),
  state: z
    .object({
      waiting: z
        .object({
          reason: z.string().optional(),
          message: z.string().optional(),
        })
        .optional(),
      running: z.object({ startedAt: z.string().nullish() }).optional(),
      terminated: z
        .object({
          exitCode: z.number(),
          signal: z.number().optional(),
          reason: z.string().optional(),
          message: z.string().optional(),
          startedAt: z.string().nullish(),
        })
        .optional(),
    })
    .optional(),
});

const resources = z.object({
  name: z.string(),
  image: z.string().optional(),
  resources: z
    .object({ limits: z.record(z.string(), z.string()).optional() })
    .optional(),
});

/** What counts of a Pod; nothing else of it is kept. */
export const podViewSchema = z.object({
  metadata,
  spec: z.object({
    nodeName: z.string().optional(),
    initContainers: z.array(resources).optional(),
    containers: z.array(resources),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      conditions: z.array(condition).optional(),
      initContainerStatuses: z.array(containerStatus).optional(),
      containerStatuses: z.array(containerStatus).optional(),
    })
    .optional(),
});

/** What counts of a Pod. */
export type PodView = z.infer<typeof podViewSchema>;

/** What counts of a Job. */
export const jobViewSchema = z.object({
  metadata,
  status: z
    .object({
      failed: z.number().optional(),
      succeeded: z.number().optional(),
      conditions: z.array(condition).optional(),
    })
    .optional(),
});

/** What counts of a Job. */
export type JobView = z.infer<typeof jobViewSchema>;

/** What counts of an event. */
export type EventView = { reason?: string; message?: string };

/** A warning about a Job or a Pod. */
export type ObjectWarning = EventView & { uid: string; reason: string };

/** Jobs of runs and their Pods are named like this: others fill no memory. */
const RUN_NAME = /-job(?:-\d+)?(?:-[a-z0-9]+)?$/;

const warningSchema = z.object({
  type: z.literal('Warning'),
  reason: z.string(),
  message: z.string().optional(),
  involvedObject: z.object({
    kind: z.enum(['Job', 'Pod']),
    name: z.string().regex(RUN_NAME),
    uid: z.string(),
  }),
});

/** An event, where it is a warning about what may be a run. */
export function readWarning(raw: unknown): ObjectWarning | undefined {
  const { data } = warningSchema.safeParse(raw);
  if (!data) return undefined;
  const { involvedObject, reason, message } = data;
  return { uid: involvedObject.uid, reason, message };
}

export type ContainerStatus = z.infer<typeof containerStatus>;

/** The statuses of all containers, in the order in which they run. */
export function statusesOf({ status }: PodView): ContainerStatus[] {
  return [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ];
}

/** Whether a container runs or ran. */
export function hasStarted({ state }: ContainerStatus): boolean {
  if (state?.running) return true;
  // One that could not be started ends without ever having begun.
  return Boolean(state?.terminated?.startedAt) && !neverRan(state);
}

function neverRan(state: ContainerStatus['state']): boolean {
  const reason = state?.terminated?.reason;
  return reason === 'StartError' || reason === 'ContainerCannotRun';
}

/** Whether no container of the Pod runs any more, by the kubelet's own word. */
export function isOver({ status }: PodView): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** A condition of that type that holds. */
export function conditionOf(
  view: PodView | JobView,
  type: string,
): z.infer<typeof condition> | undefined {
  return view.status?.conditions?.find(
    candidate => candidate.type === type && candidate.status === 'True',
  );
}

/** A view without the parts that were not asked for; undefined for an object that is no such thing. */
export function reader<T>(schema: z.ZodType<T>) {
  return (raw: unknown): T | undefined => schema.safeParse(raw).data;
}
