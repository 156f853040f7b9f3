import {
  taskPhases,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { startText } from './judgeContainer';
import type { Patience, RunState, Verdict } from './judgeRun';
import { statusesOf, type EventView, type PodView } from './views';

/** What an image that cannot be had looks like. */
const IMAGE_REASONS = [
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
];
/** What a container that cannot be made looks like. */
const START_REASONS = [
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'CrashLoopBackOff',
];

/** What passes by itself within this time is not worth a word. */
const QUIET_MS = 2_000;

/** What it means that a phase has not begun for so long. */
export function judgeWaiting(
  { pod, warnings, waitingMs, refusedMs }: RunState,
  phase: RunnerPhase,
  { pendingMs, imageGraceMs }: Patience,
): Verdict {
  const goingOn = (waitsFor?: string): Verdict =>
    waitsFor !== undefined && waitingMs >= QUIET_MS
      ? { type: 'going', waitsFor }
      : { type: 'going' };
  const stuck = pod && stuckContainer(pod);
  if (pod && stuck) {
    const words = describeStuck(pod, stuck);
    const isOver = refusedMs >= imageGraceMs || waitingMs >= pendingMs;
    return isOver ? failed(words) : goingOn(words);
  }
  const minutes = `${Number((waitingMs / 60_000).toFixed(1))} minutes`;
  if (!pod) {
    const refused = last(warnings, ['FailedCreate']);
    if (refused) {
      const isQuota = refused.message?.includes('exceeded quota');
      const words = `The cluster does not let the Pod be created: ${
        refused.message ?? ''
      }${
        isQuota
          ? '. Wait for other tasks of the project to end, or raise the quota of its namespace'
          : ''
      }`;
      // Quota may be granted again, until the whole wait is over.
      const isOver =
        waitingMs >= pendingMs || (!isQuota && refusedMs >= imageGraceMs);
      return isOver ? failed(words) : goingOn(words);
    }
    if (waitingMs < pendingMs) return goingOn();
    return failed(
      `The cluster created no Pod for the Job within ${minutes}. Is its controller manager up?`,
    );
  }
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  const isOver = waitingMs >= pendingMs;
  if (unscheduled) {
    const words = `The scheduler says: ${
      unscheduled.message ?? unscheduled.reason ?? 'nothing'
    } Ask for less in 'backgroundTasks.kubernetes.resources.requests', or add nodes.`;
    return isOver
      ? failed(`No node had room for the task within ${minutes}. ${words}`)
      : goingOn(`No node has room for the task yet. ${words}`);
  }
  if (!isOver) return goingOn();
  const warning = warnings.at(-1);
  return failed(
    `The phase '${taskPhases[phase].title}' did not begin within ${minutes}.${
      warning
        ? ` The cluster says: ${warning.reason ?? ''} ${warning.message ?? ''}`
        : ' Is the node well?'
    }`,
  );
}

/** Whether something is refused that may still be granted: an image, a container, a Pod. */
export function isRefused({
  pod,
  warnings,
}: Pick<RunState, 'pod' | 'warnings'>): boolean {
  if (pod) return stuckContainer(pod) !== undefined;
  return last(warnings, ['FailedCreate']) !== undefined;
}

function stuckContainer(pod: PodView) {
  return statusesOf(pod).find(({ state }) => {
    const reason = state?.waiting?.reason ?? '';
    return IMAGE_REASONS.includes(reason) || START_REASONS.includes(reason);
  });
}

function describeStuck(
  pod: PodView,
  { name, state }: NonNullable<ReturnType<typeof stuckContainer>>,
): string {
  const { reason = '', message = '' } = state?.waiting ?? {};
  if (!IMAGE_REASONS.includes(reason)) return startText(pod, name, message);
  const image = [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
    .filter(container => container.name === name)
    .map(container => container.image)[0];
  return `The image '${image}' of the container '${name}' cannot be pulled (${reason}): ${
    message || 'no reason is given'
  }. Check its name, and the pull secrets of the project's namespace.`;
}

function last(
  warnings: readonly EventView[],
  reasons: readonly string[],
): EventView | undefined {
  return warnings.findLast(({ reason }) => reasons.includes(reason ?? ''));
}

function failed(message: string): Verdict {
  return { type: 'over', reason: 'failed', message };
}
