import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import { formsOf, matchesAny } from '../discovery/compare';
import type { RepositoryTruth } from '../discovery/truth';
import type { GateResult } from './measureGate';

const MESSAGE_MAX_CHARS = 400;

/** What became of one repository, in words. */
export function printGate(truth: RepositoryTruth, result: GateResult): string {
  const { setup, baseline, gate, error, seconds } = result;
  const phases = Object.entries(seconds).map(
    ([phase, time]) => `${phase} ${time.toFixed(1)} s`,
  );
  const all = gate.length > 0 ? gate : baseline;
  const rows = all.map(check => {
    const before = baseline.find(one => isSame(one, check));
    const after = gate.find(one => isSame(one, check));
    return [
      check.kind,
      nameOf(check),
      before ? wordsOf(before) : '-',
      after ? wordsOf(after) : '-',
      byHand(truth, check),
    ];
  });
  const why = all
    .filter(({ status }) => status !== 'passed')
    .map(check => `  ${nameOf(check)}: ${shorten(check.output)}`);
  return [
    `${result.repo}: ${verdictOf(result)}`,
    ...setup.map(command => `  setup  ${command}`),
    ...table([
      ['kind', 'check', 'on the base', 'at the gate', 'by hand'],
      ...rows,
    ]),
    ...why,
    ...(error ? [`  ended with: ${shorten(error)}`] : []),
    `  ${phases.join(', ')}`,
    '',
  ].join('\n');
}

/** One line per repository. */
export function printSummary(results: readonly GateResult[]): string {
  return table([
    ['repository', 'passed', 'before', 'failed', 'not run', 'verdict'],
    ...results.map(result => {
      const all = result.gate.length > 0 ? result.gate : result.baseline;
      const count = (status: CheckResult['status']) =>
        String(all.filter(one => one.status === status).length);
      return [
        result.repo,
        count('passed'),
        count('failedBefore'),
        count('failed'),
        count('notRun'),
        verdictOf(result),
      ];
    }),
  ]).join('\n');
}

/** The verdict, with what a project's default settings would say of checks that could not run. */
export function verdictOf({ gate, verdict, error }: GateResult): string {
  if (verdict === undefined)
    return `ended early${error ? '' : ' without a word'}`;
  const notRun = gate.filter(({ status }) => status === 'notRun').length;
  if (verdict !== 'passed' || notRun === 0) return verdict;
  return `passed but for ${notRun} not run, which blocks unless it is allowed`;
}

function wordsOf({
  status,
  durationMs,
  flaky,
  testCount,
}: CheckResult): string {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  const tests = testCount === undefined ? '' : `, ${testCount} tests`;
  return `${status}${flaky ? ' (flaky)' : ''} ${seconds}${tests}`;
}

/** What became of the same check, or one that is as good, where somebody ran it by hand. */
function byHand(truth: RepositoryTruth, check: CheckResult): string {
  const forms = formsOf(check);
  const accepted = Object.values(truth.accept).flatMap(byCommand =>
    Object.entries(byCommand).map(([command, equals]) => [command, ...equals]),
  );
  const alike = (command: string) =>
    matchesAny(forms, [command]) ||
    accepted.some(
      group => matchesAny(forms, group) && matchesAny([command], group),
    );
  const found = truth.checked.filter(({ command }) => alike(command));
  if (found.length === 0) return '-';
  return found
    .map(
      ({ passes, seconds }) =>
        `${passes ? 'passed' : 'failed'} ${seconds ?? '?'} s`,
    )
    .join(', ');
}

function isSame(a: CheckResult, b: CheckResult): boolean {
  return (
    a.kind === b.kind && a.command === b.command && a.directory === b.directory
  );
}

function nameOf({ command, directory }: CheckResult): string {
  return directory ? `cd ${directory} && ${command}` : command;
}

function shorten(text: string): string {
  const plain = text.replace(/\s*\n\s*/g, ' / ');
  return plain.length > MESSAGE_MAX_CHARS
    ? `…${plain.slice(-MESSAGE_MAX_CHARS)}`
    : plain;
}

function table(rows: readonly string[][]): string[] {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  const lines = rows.map(
    row => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`,
  );
  const rule = `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`;
  return [lines[0], rule, ...lines.slice(1)];
}
