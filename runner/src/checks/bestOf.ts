import { compareFailures, shownFailures } from './failures';
import type { CheckRun } from './runCheck';

/**
 * What is known of a check on the untouched base that failed, and then was run once more: one that passes now is
 * flaky, and of one that fails again all that failed in either run stood before.
 */
export function bestOf(first: CheckRun, second: CheckRun): CheckRun {
  if (second.status === 'passed') return { ...second, flaky: true };
  const before = first.everyFailure ?? [];
  const now = second.everyFailure ?? [];
  // One that did not get to say what failed says nothing of single failures.
  if (before.length === 0 || now.length === 0) return first;
  const { fresh } = compareFailures(first.kind, before, now);
  const all = [...before, ...fresh];
  return { ...first, failures: shownFailures(all), everyFailure: all };
}
