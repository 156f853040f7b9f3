import {
  checkKindTitles,
  type CheckResult,
} from '@background-tasks/plugin-background-tasks-common';

/** A check's result in the light of what it was on the untouched base. */
export function judge(
  check: CheckResult,
  baseline: CheckResult[],
): CheckResult {
  const before = baseline.find(
    ({ command, kind }) => command === check.command && kind === check.kind,
  );
  if (check.status === 'failed' && before?.status === 'failed') {
    return { ...check, status: 'failedBefore' };
  }
  return check;
}

/** Whether a check keeps the change from being published. */
export function blocks(check: CheckResult, baseline: CheckResult[]): boolean {
  if (check.status === 'failed') return true;
  if (check.status !== 'notRun') return false;
  // A test command that never found a test is no worse for the change.
  return !baseline.some(
    ({ command, status }) => command === check.command && status === 'notRun',
  );
}

/** One line per check, then the sentence that sums them up. */
export function summarize(
  checks: CheckResult[],
  baseline: CheckResult[],
): string[] {
  const words: Record<CheckResult['status'], string> = {
    passed: 'passed',
    failed: 'failed',
    failedBefore: 'failed, as it did before the change',
    notRun: 'ran nothing',
  };
  const lines = checks.map(({ command, status, durationMs }) => {
    const seconds = (durationMs / 1000).toFixed(1);
    return `${command}: ${words[status]} (${seconds} s)`;
  });
  return [...lines, verdictLine(checks, baseline)];
}

/** Why the change is refused, in the checks' own words. */
export function explain(
  checks: CheckResult[],
  baseline: CheckResult[],
): string {
  return checks
    .filter(check => blocks(check, baseline))
    .sort((a, b) => weight(a) - weight(b))
    .map(({ kind, status, output }) =>
      status === 'notRun'
        ? `${checkKindTitles[kind]} ran nothing: ${output}`
        : `${checkKindTitles[kind]} failed: ${output}`,
    )
    .join('\n\n');
}

/** What a person reads first: how code is laid out is mended by a formatter, everything else by thinking. */
function weight({ kind }: CheckResult): number {
  return kind === 'format' ? 1 : 0;
}

function verdictLine(checks: CheckResult[], baseline: CheckResult[]): string {
  const blocking = checks.filter(check => blocks(check, baseline));
  if (blocking.length > 0) {
    const titles = blocking.map(({ kind }) => checkKindTitles[kind]);
    return `Not passed: ${titles.join(', ')}`;
  }
  if (checks.every(({ status }) => status === 'passed')) {
    return 'All checks passed';
  }
  const before = checks.filter(({ status }) => status !== 'passed').length;
  return `No new failures: ${before} ${
    before === 1 ? 'check' : 'checks'
  } failed before the change too`;
}
