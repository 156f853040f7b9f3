import {
  addUsage,
  type BackgroundTask,
  type ModelUsage,
  type RunnerEvent,
} from '@background-tasks/plugin-background-tasks-common';

/** One round of a task's agent: why it was begun, what it used, and what it changed. */
export type AgentRound = BackgroundTask['change']['rounds'][number] & {
  /** The run that it belongs to; '' where a call of a model was heard of before the agent itself. */
  runUid: string;
};

/** The rounds after an event of a run. */
export function withEvent(
  rounds: readonly AgentRound[],
  runUid: string,
  event: RunnerEvent,
): readonly AgentRound[] {
  switch (event.type) {
    case 'agent':
    case 'activity':
      return begun(rounds, runUid);
    case 'repair':
      return [
        ...begun(rounds, runUid),
        newRound(runUid, event.round, event.reason),
      ];
    case 'round': {
      const { files, fileCount } = event;
      const known = begun(rounds, runUid);
      return changeLast(known, last => ({ ...last, files, fileCount }));
    }
    case 'usage':
      return withUsage(begun(rounds, runUid), event);
    default:
      return rounds;
  }
}

/** The rounds after a call of a model: it counts for the one that has begun last. */
export function withUsage(
  rounds: readonly AgentRound[],
  usage: ModelUsage,
): readonly AgentRound[] {
  const known = rounds.length > 0 ? rounds : [newRound('', 0, null)];
  return changeLast(known, last => ({
    ...last,
    usage: addUsage(last.usage, usage),
  }));
}

/** With a round of this run at the end. */
function begun(
  rounds: readonly AgentRound[],
  runUid: string,
): readonly AgentRound[] {
  const last = rounds.at(-1);
  if (last?.runUid === runUid) return rounds;
  if (last?.runUid === '')
    return changeLast(rounds, one => ({ ...one, runUid }));
  return [...rounds, newRound(runUid, 0, null)];
}

function changeLast(
  rounds: readonly AgentRound[],
  change: (last: AgentRound) => AgentRound,
): readonly AgentRound[] {
  return rounds.map((one, index) =>
    index === rounds.length - 1 ? change(one) : one,
  );
}

function newRound(
  runUid: string,
  round: number,
  reason: string | null,
): AgentRound {
  return {
    ...{ runUid, round, reason, files: [], fileCount: null },
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
  };
}
