import {
  breachOutcome,
  breachText,
  describeCrash,
  runnerPhases,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import type { Verdict } from './judgeRun';
import type { ContainerStatus, PodView } from './views';

type Terminated = NonNullable<
  NonNullable<ContainerStatus['state']>['terminated']
>;

const SIGKILL = 137;
const SIGTERM = 143;
/** What the kernel, the loader and the runtime say of a Node that the image cannot start. */
const CANNOT_START =
  /no such file or directory|exec format error|not found|shared libraries|GLIBC/i;

/** What a container came to that ended without an outcome. */
export function judgeContainer(
  pod: PodView,
  container: string,
  ended: Terminated,
): Verdict {
  const phase = runnerPhases.find(known => known === container);
  if (ended.reason === 'OOMKilled' && phase) {
    return {
      type: 'over',
      reason: 'completed',
      concluded: {
        outcome: breachOutcome(phase),
        error: memoryText(pod, phase),
      },
    };
  }
  if (ended.reason === 'StartError' || ended.reason === 'ContainerCannotRun') {
    return failed(startText(pod, container, ended.message ?? ''));
  }
  if (ended.reason === 'ContainerStatusUnknown') {
    return {
      type: 'over',
      reason: 'lost',
      message: `What became of its container '${container}' is not known: the node was away when it ended`,
    };
  }
  if (!phase) {
    return failed(
      `The container '${container}' that prepares the workspace failed with exit code ${
        ended.exitCode
      }. Is '${
        imageOf(pod, container) ?? 'its image'
      }' the runner's image of this version of Background Tasks, with the agent that the task uses?`,
    );
  }
  if (ended.reason === 'DeadlineExceeded') {
    return { type: 'over', reason: 'deadlineExceeded' };
  }
  return failed(describeCrash(phase, exitOf(ended)));
}

/** How a phase ended, as a process says it. */
export function exitOf(ended: Pick<Terminated, 'exitCode' | 'signal'>): {
  exitCode: number | null;
  signal: string | null;
} {
  if (ended.exitCode === SIGKILL) return { exitCode: null, signal: 'SIGKILL' };
  if (ended.exitCode === SIGTERM) return { exitCode: null, signal: 'SIGTERM' };
  return { exitCode: ended.exitCode, signal: null };
}

/** Which container ran out of memory, what its limit is, and what to do. */
export function memoryText(pod: PodView, phase: RunnerPhase): string {
  const limit = limitOf(pod, phase);
  return `${breachText(
    phase,
    `more memory than its limit${limit ? ` of ${limit}` : ''}`,
  )} (container '${phase}', OOMKilled) Let it use less, or raise 'backgroundTasks.kubernetes.resources.limits.memory'.`;
}

function limitOf(pod: PodView, container: string): string | undefined {
  return containerOf(pod, container)?.resources?.limits?.memory;
}

function imageOf(pod: PodView, container: string): string | undefined {
  return containerOf(pod, container)?.image;
}

function containerOf({ spec }: PodView, container: string) {
  return [...(spec.initContainers ?? []), ...spec.containers].find(
    ({ name }) => name === container,
  );
}

/** Why a container did not start; without glibc the kernel does not find what loads our Node. */
export function startText(
  pod: PodView,
  container: string,
  words: string,
): string {
  const image = imageOf(pod, container) ?? 'the image';
  if (cannotStart(words)) {
    return `The runner does not start in the image '${image}': it needs glibc 2.28 or later and libstdc++ on the processor of the runner's own image (Alpine and distroless images have neither). Choose another image for the project. The cluster said: ${words.trim()}`;
  }
  return `The container '${container}' of the image '${image}' did not start: ${words.trim()}`;
}

/** Whether a container's last words mean that its image cannot start the runner. */
export function cannotStart(words: string): boolean {
  return words.includes('/opt/background-tasks') && CANNOT_START.test(words);
}

function failed(message: string): Verdict {
  return { type: 'over', reason: 'failed', message };
}
