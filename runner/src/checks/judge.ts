import type {
  CheckResult,
  RunSpec,
} from '@background-tasks/plugin-background-tasks-common';
import { compareFailures, failureLine, shownFailures } from './failures';
import type { CheckRun } from './runCheck';

/** What a project lets pass, and what not. */
export type CheckPolicy = Pick<
  RunSpec['validation'],
  'strict' | 'allowNotRun' | 'allowFewerTests'
>;

/** What tells a check from others. */
type CheckName = Pick<CheckResult, 'kind' | 'command' | 'directory'>;

/** A check's result in the light of what it was on the untouched base. */
export function judge(
  run: CheckRun,
  baseline: readonly CheckRun[],
  policy: CheckPolicy = {},
): CheckResult {
  const check = withoutBallast(run);
  const before = findBefore(check, baseline);
  if (check.status === 'notRun') return check;
  const judged =
    check.status === 'failed' ? judgeFailed(run, before, policy) : check;
  return judged.status === 'failed'
    ? judged
    : withEnoughTests(judged, before, policy);
}

/** A result as it is told: with those of its failures that are shown. */
export function withoutBallast({
  everyFailure: _,
  ...check
}: CheckRun): CheckResult {
  return check;
}

/** The same check on the base. */
export function findBefore<T extends CheckName>(
  check: CheckName,
  baseline: readonly T[],
): T | undefined {
  return baseline.find(
    ({ kind, command, directory }) =>
      kind === check.kind &&
      command === check.command &&
      directory === check.directory,
  );
}

/** Whether a check keeps the change from being published. */
export function blocks(
  check: CheckResult,
  baseline: readonly CheckResult[],
  { allowNotRun = false }: CheckPolicy = {},
): boolean {
  if (check.status === 'failed') return true;
  if (check.status !== 'notRun') return false;
  // What ran on the base has been taken away by the change: no setting is meant for that.
  if (findBefore(check, baseline)?.status !== 'notRun') return true;
  // A test command that never found a test is no worse for the change.
  return check.notRunBecause !== 'noTests' && !allowNotRun;
}

function judgeFailed(
  run: CheckRun,
  before: CheckRun | undefined,
  { strict = false }: CheckPolicy,
): CheckResult {
  const check = withoutBallast(run);
  const now = run.everyFailure ?? [];
  const then = before?.everyFailure ?? [];
  // One that is flaky on the base has failures that stood before, too.
  if (before?.status !== 'failed' && then.length === 0) {
    return withFresh(check, now);
  }
  // Its tool says nothing of single failures: then all that is known is that it failed.
  if (then.length === 0) {
    const otherwise = check.exitCode === null && before?.exitCode !== null;
    return strict || otherwise ? check : { ...check, status: 'failedBefore' };
  }
  // It failed by its failures, and now fails in a way that it did not.
  if (now.length === 0) return check;
  const { fresh, known } = compareFailures(check.kind, then, now);
  const listed = { ...check, knownFailures: shownFailures(known) };
  if (fresh.length === 0) {
    return strict
      ? { ...listed, newFailures: [] }
      : { ...listed, status: 'failedBefore' };
  }
  if (known.length === 0) return withFresh(check, fresh);
  return {
    ...withFresh(listed, fresh),
    ...(!strict && { output: newOnly(fresh, known.length) }),
  };
}

function withFresh(
  check: CheckResult,
  failures: CheckResult['failures'] = [],
): CheckResult {
  return failures.length === 0
    ? check
    : { ...check, newFailures: shownFailures(failures) };
}

/** A person, or an agent, is to mend what is new: that alone is shown. */
function newOnly(
  fresh: NonNullable<CheckResult['failures']>,
  known: number,
): string {
  const shown = shownFailures(fresh);
  const lines = shown.map(failureLine);
  const more = fresh.length - shown.length;
  if (more > 0) lines.push(`and ${more} more`);
  lines.push(
    `(${known} further ${
      known === 1 ? 'failure' : 'failures'
    } stood before the change)`,
  );
  return lines.join('\n').slice(0, 8_000);
}

/** Tests that are no longer there, or no longer run, pass nothing. */
function withEnoughTests(
  check: CheckResult,
  before: CheckRun | undefined,
  { allowFewerTests = false }: CheckPolicy,
): CheckResult {
  const then = before?.testCount;
  if (check.kind !== 'test' || allowFewerTests || then === undefined) {
    return check;
  }
  const now = check.testCount;
  if (now !== undefined && now >= then) return check;
  const ran =
    now === undefined
      ? 'The command no longer says how many tests ran'
      : `${now} ${now === 1 ? 'test' : 'tests'} ran`;
  return {
    ...check,
    status: 'failed',
    output: `${ran}, and on the base it was ${then}. Fewer tests are accepted only where the project allows it (\`backgroundTasks.validation.allowFewerTests\`).`,
  };
}
