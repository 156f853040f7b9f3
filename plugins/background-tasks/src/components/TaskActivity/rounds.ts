import {
  addUsage,
  type BackgroundTask,
  type CheckResult,
  type ModelUsage,
} from '@background-tasks/plugin-background-tasks-common';
import type { Activity, AgentEvent } from '../../live';
import { type Words } from '../../useWords';

// An agent that only works and never speaks still gets steps that can be folded.
const ACTIONS_OF_A_STEP = 50;

/** What the agent thought or said, and what it did then. */
export type Step = {
  /** The position of its first event. */
  key: number;
  words: Activity | undefined;
  actions: Activity[];
};

/** One round of the agent: its steps, and how the checks went after them. */
export type Round = {
  key: number;
  /** 0 is the first round, then those of the repair. */
  number: number;
  /** The repair rounds that the task allows; undefined for the first round. */
  of: number | undefined;
  /** Why there is this round. */
  reason: string | undefined;
  steps: Step[];
  checks: CheckResult[];
  usage: ModelUsage;
  /** The first paths that it changed. */
  files: readonly string[];
  /** How many files it changed; null until it is over, or where that is not known. */
  fileCount: number | null;
};

const NO_USAGE: ModelUsage = { inputTokens: 0, outputTokens: 0, costUsd: 0 };

/** The rounds as the task's record has them, which outlives its events: without steps and checks. */
export function recordedRounds(
  rounds: BackgroundTask['change']['rounds'],
): Round[] {
  return rounds.map(({ round, ...rest }, index) => ({
    ...{ key: index, number: round, of: undefined, steps: [], checks: [] },
    ...rest,
    reason: rest.reason ?? undefined,
  }));
}

/** The rounds that events in the order of their positions tell of. */
export function findRounds(events: readonly AgentEvent[]): Round[] {
  const rounds: Round[] = [];
  // A model was asked before anything is heard of what it answered.
  let early = NO_USAGE;
  for (const event of events) {
    if (event.type === 'usage') {
      const current = rounds.at(-1);
      if (current) current.usage = addUsage(current.usage, event);
      else early = addUsage(early, event);
      continue;
    }
    if (event.type === 'repair') {
      rounds.push(newRound(event));
      continue;
    }
    const last = rounds.at(-1);
    const number = event.round ?? last?.number ?? 0;
    // A lower number is that of a run that was started again.
    const round = last?.number === number ? last : newRound(event);
    if (round !== last) rounds.push(round);
    if (event.type === 'validation') round.checks.push(event.check);
    else if (event.type === 'round') {
      round.files = event.files;
      round.fileCount = event.fileCount;
    } else addActivity(round.steps, event);
  }
  const first = rounds.at(0);
  if (first) first.usage = addUsage(early, first.usage);
  return rounds;
}

/** The steps `from` (inclusive) to `to` (exclusive) of all rounds, without the rounds that have none of them. */
export function sliceRounds(
  rounds: readonly Round[],
  from: number,
  to: number,
): Round[] {
  const shown: Round[] = [];
  let begin = 0;
  for (const round of rounds) {
    const end = begin + round.steps.length;
    const touches = begin < to && end > from;
    // A round without a step has just begun, or only its checks are known.
    const isEmptyHere = begin === end && begin >= from && end <= to;
    if (touches || isEmptyHere) {
      const steps = round.steps.slice(Math.max(0, from - begin), to - begin);
      shown.push({ ...round, steps });
    }
    begin = end;
  }
  return shown;
}

/** How the round is called: `Repair round 1 of 2: Linting failed`. */
export function roundTitle(
  { number, of, reason }: Pick<Round, 'number' | 'of' | 'reason'>,
  t: Words,
): string {
  if (number === 0) return t('activity.firstRound');
  const round =
    of === undefined
      ? t('activity.repair', { number: String(number) })
      : t('activity.repairOf', { number: String(number), of: String(of) });
  const firstLine = reason?.split('\n', 1)[0];
  return firstLine
    ? t('activity.because', { round, reason: firstLine })
    : round;
}

/** What a folded step did: `3 tools used, 1 file edited, 1 failed`. */
export function actionsText(actions: readonly Activity[], t: Words): string {
  const failed = actions.filter(action => action.failed).length;
  const edited = actions.filter(
    action => action.kind === 'edit' && !action.failed,
  ).length;
  const used = actions.length - failed - edited;
  const parts = [
    used > 0 && t('activity.tools', { count: used }),
    edited > 0 && t('activity.edits', { count: edited }),
    failed > 0 && t('activity.failedCount', { number: String(failed) }),
  ];
  return parts.filter(Boolean).join(', ');
}

function newRound(event: Exclude<AgentEvent, { type: 'usage' }>): Round {
  const isRepair = event.type === 'repair';
  return {
    key: event.position,
    number: event.round ?? 0,
    of: isRepair ? event.of : undefined,
    reason: isRepair ? event.reason : undefined,
    steps: [],
    checks: [],
    usage: NO_USAGE,
    files: [],
    fileCount: null,
  };
}

function addActivity(steps: Step[], activity: Activity) {
  const speaks = activity.kind === 'thought' || activity.kind === 'message';
  const last = steps.at(-1);
  if (!speaks && last && last.actions.length < ACTIONS_OF_A_STEP) {
    last.actions.push(activity);
    return;
  }
  steps.push({
    key: activity.position,
    words: speaks ? activity : undefined,
    actions: speaks ? [] : [activity],
  });
}
