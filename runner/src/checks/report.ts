import {
  checkKindTitles,
  type CheckResult,
} from '@background-tasks/plugin-background-tasks-common';
import { failureLine } from './failures';
import { blocks, type CheckPolicy } from './judge';

/** Failures that are named before the output, which has them all. */
const NAMED_FAILURES = 3;

/** One line per check, then the sentence that sums them up. */
export function summarize(
  checks: readonly CheckResult[],
  baseline: readonly CheckResult[],
  policy: CheckPolicy = {},
): string[] {
  const lines = checks.map(check => {
    const seconds = (check.durationMs / 1000).toFixed(1);
    return `${commandOf(check)}: ${wordsOf(check)} (${seconds} s)`;
  });
  return [...lines, verdictLine(checks, baseline, policy)];
}

/** Why the change is refused, in the checks' own words. */
export function explain(
  checks: readonly CheckResult[],
  baseline: readonly CheckResult[],
  policy: CheckPolicy = {},
): string {
  return checks
    .filter(check => blocks(check, baseline, policy))
    .sort((a, b) => weight(a) - weight(b))
    .map(explainOne)
    .join('\n\n');
}

/** Whether there is not one check that says anything of the change. */
export function noneRan(checks: readonly CheckResult[]): boolean {
  return checks.every(({ status }) => status === 'notRun');
}

/** Why a change is refused that nothing has looked at. */
export function nothingRan(checks: readonly CheckResult[]): string {
  const each = checks.map(
    check => `${commandOf(check)} ${wordsOf(check)} (${check.output})`,
  );
  return (
    `No check ran: ${each.join('; ')}. ` +
    'Add a check that runs here, such as a test, or allow changes that nothing checks with `backgroundTasks.validation.allowNoChecks`.'
  );
}

/** How people call a check: its command, and where it runs. */
export function commandOf({
  command,
  directory,
}: Pick<CheckResult, 'command' | 'directory'>): string {
  return directory === undefined ? command : `${command} (in ${directory})`;
}

function explainOne(check: CheckResult): string {
  const title = checkKindTitles[check.kind];
  if (check.status !== 'notRun') {
    const names = namesOf(check);
    const what = names.length > 0 ? `${names.join('\n')}\n\n` : '';
    return `${title} failed: ${what}${check.output}`;
  }
  if (check.notRunBecause === 'noTests') {
    return `${title} ran nothing: ${check.output}`;
  }
  return `${title} could not run (${commandOf(check)}): ${check.output}`;
}

/** What failed, where the output itself has it otherwise or not at all: its end is often a stack. */
function namesOf({ newFailures = [], output }: CheckResult): string[] {
  const names = newFailures
    .map(failureLine)
    .filter(name => !output.includes(name));
  const more = names.length - NAMED_FAILURES;
  return more > 0
    ? [...names.slice(0, NAMED_FAILURES), `and ${more} more`]
    : names;
}

function wordsOf({ status, flaky, notRunBecause, knownFailures }: CheckResult) {
  switch (status) {
    case 'passed':
      return flaky ? 'passed at the second try (flaky)' : 'passed';
    case 'failed':
      return 'failed';
    case 'failedBefore':
      return knownFailures === undefined
        ? 'failed, as it did before the change'
        : `failed, with nothing but what failed before the change`;
    default:
      return notRunBecause === 'noTests' ? 'ran nothing' : 'could not run';
  }
}

/** What a person reads first: how code is laid out is mended by a formatter, everything else by thinking. */
function weight({ kind }: CheckResult): number {
  return kind === 'format' ? 1 : 0;
}

function verdictLine(
  checks: readonly CheckResult[],
  baseline: readonly CheckResult[],
  policy: CheckPolicy,
): string {
  const blocking = checks.filter(check => blocks(check, baseline, policy));
  if (blocking.length > 0) {
    const titles = blocking.map(({ kind }) => checkKindTitles[kind]);
    return `Not passed: ${[...new Set(titles)].join(', ')}`;
  }
  if (checks.every(({ status }) => status === 'passed')) {
    return 'All checks passed';
  }
  const count = (status: CheckResult['status']) =>
    checks.filter(check => check.status === status).length;
  const parts: string[] = [];
  const before = count('failedBefore');
  if (before > 0) {
    parts.push(`${checksOf(before)} failed before the change too`);
  }
  const notRun = count('notRun');
  if (notRun > 0) parts.push(`${checksOf(notRun)} did not run`);
  return `No new failures: ${parts.join(', ')}`;
}

function checksOf(count: number): string {
  return `${count} ${count === 1 ? 'check' : 'checks'}`;
}
