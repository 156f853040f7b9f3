import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import { compareFailures, shownFailures } from './failures';
import type { CheckRun } from './runCheck';

/**
 * What is known of a check on the untouched base that failed, and then was run once more: one that passes now is
 * flaky, and all that failed in either run stood before.
 */
export function bestOf(first: CheckRun, second: CheckRun): CheckRun {
  const before = first.everyFailure ?? [];
  if (second.status === 'passed') {
    return {
      ...second,
      flaky: true,
      ...(before.length > 0 && { everyFailure: before }),
    };
  }
  const now = second.everyFailure ?? [];
  // One that did not get to say what failed says nothing of single failures.
  if (before.length === 0 || now.length === 0) return first;
  const { fresh } = compareFailures(first.kind, before, now);
  const all = [...before, ...fresh];
  return { ...first, failures: shownFailures(all), everyFailure: all };
}

/** Whether two runs of a check that failed have no failure in common, as far as they named any. */
export function failedApart(
  { kind, newFailures: before = [] }: CheckResult,
  { newFailures: now = [] }: CheckResult,
): boolean {
  if (before.length === 0 || now.length === 0) return false;
  return compareFailures(kind, before, now).known.length === 0;
}
