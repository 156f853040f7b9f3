import {
  breachOutcome,
  breachText,
  type PhaseOutcome,
  type RunnerPhase,
} from '@background-tasks/plugin-background-tasks-common';
import { judgeContainer } from './judgeContainer';
import { judgeWaiting } from './judgeWaiting';
import {
  conditionOf,
  isOver,
  statusesOf,
  type EventView,
  type JobView,
  type PodView,
} from './views';

/** What is known of a run's objects. */
export type RunState = {
  job?: JobView;
  /** The run's first Pod, as it was last seen. */
  pod?: PodView;
  /** Whether the Pod is no longer there. */
  podGone?: boolean;
  /** Warnings about the Job and the Pod, the newest last. */
  warnings: readonly EventView[];
  /** Milliseconds for which the phase has been waited for. */
  waitingMs: number;
  /** Milliseconds for which something has been refused: an image, a container, a Pod. */
  refusedMs: number;
};

/** How long a run may wait for what. */
export type Patience = { pendingMs: number; imageGraceMs: number };

/** What a run's objects come to. */
export type Verdict =
  /** Nothing stands in its way, or not for long enough; `waitsFor` says what does, and what to do. */
  | { type: 'going'; waitsFor?: string }
  | {
      type: 'over';
      reason: 'completed' | 'deadlineExceeded' | 'failed' | 'lost';
      message?: string;
      /** What the phase came to that did not say so itself. */
      concluded?: { outcome: PhaseOutcome; error: string };
    };

/** How long the Job's own word is waited for after its Pod's end. */
const JOB_WORD_MS = 15_000;

const going: Verdict = { type: 'going' };

/**
 * What became of a run, by its Job, its Pod and the events about both, while a phase of it is waited for or has ended
 * without a word.
 */
export function judgeRun(
  state: RunState,
  phase: RunnerPhase,
  patience: Patience,
): Verdict {
  const { job, pod, podGone } = state;
  // The first is said before the Pod is ended, by servers that know it.
  const failed =
    job && (conditionOf(job, 'FailureTarget') ?? conditionOf(job, 'Failed'));
  if (failed?.reason === 'DeadlineExceeded') {
    return { type: 'over', reason: 'deadlineExceeded' };
  }
  if (pod) {
    const verdict = judgePod(pod, phase);
    if (verdict) return verdict;
    const isEnding = pod.metadata.deletionTimestamp !== undefined;
    if (podGone || (isEnding && isOver(pod))) {
      // The Job's word, such as that its time is over, may come after the Pod's end.
      const isAwaited = job && !failed && !job.metadata.deletionTimestamp;
      return isAwaited && state.waitingMs < JOB_WORD_MS ? going : deleted();
    }
    if (isEnding) return going;
    return judgeWaiting(state, phase, patience);
  }
  if (!job) {
    return lost('Its Job was deleted from the cluster');
  }
  if (job.metadata.deletionTimestamp) return deleted();
  if (failed) {
    return over(`The Job failed: ${failed.message ?? failed.reason}`);
  }
  return judgeWaiting(state, phase, patience);
}

function judgePod(pod: PodView, phase: RunnerPhase): Verdict | undefined {
  if (pod.status?.reason === 'Evicted') return evicted(pod, phase);
  const disruption = conditionOf(pod, 'DisruptionTarget');
  if (disruption?.reason === 'DeletionByTaintManager') {
    return nodeGone(pod, disruption.message);
  }
  if (disruption && isOver(pod)) {
    return lost(
      `The cluster ended its Pod${withWords(
        disruption.message ?? disruption.reason,
      )}`,
    );
  }
  if (pod.status?.reason === 'NodeLost') return nodeGone(pod);
  const failed = statusesOf(pod).find(
    ({ name, state }) =>
      state?.terminated && (state.terminated.exitCode !== 0 || name === phase),
  );
  if (failed?.state?.terminated && !pod.metadata.deletionTimestamp) {
    return judgeContainer(pod, failed.name, failed.state.terminated);
  }
  if (pod.status?.phase === 'Failed' && pod.status.reason) {
    return over(
      `The cluster refused the Pod: ${pod.status.reason}${withWords(
        pod.status.message,
      )}`,
    );
  }
  return undefined;
}

/** By its own use of disk, or because the node as a whole had too little of something. */
function evicted(pod: PodView, phase: RunnerPhase): Verdict {
  const words = pod.status?.message ?? '';
  if (/usage (?:of|exceeds)|exceeds the (?:total )?limit/i.test(words)) {
    const error = `${breachText(
      phase,
      'more disk than it may',
    )} (${words.trim()}) Let it write less, or raise 'backgroundTasks.kubernetes.workspace.size'.`;
    return {
      type: 'over',
      reason: 'completed',
      concluded: { outcome: breachOutcome(phase), error },
    };
  }
  return lost(
    `Its Pod was evicted, because the node had too little of something${withWords(
      words,
    )}`,
  );
}

function nodeGone(pod: PodView, words?: string): Verdict {
  return lost(
    `The node ${pod.spec.nodeName ?? ''} that it ran on is gone${withWords(
      words,
    )}`,
  );
}

function deleted(): Verdict {
  return lost('Its Pod was deleted from the cluster, by whom is unknown');
}

function over(message: string): Verdict {
  return { type: 'over', reason: 'failed', message };
}

function lost(message: string): Verdict {
  return { type: 'over', reason: 'lost', message };
}

function withWords(words: string | undefined): string {
  return words ? `: ${words.trim()}` : '';
}
