import {
  FAILURES_MAX,
  type CheckFailure,
  type CheckKind,
} from '@background-tasks/plugin-background-tasks-common';
import { keepStart } from '../events';

/** A repository with more is compared by its first ones. */
const COMPARED_MAX = 20_000;
const FILE_MAX_CHARS = 1_000;
const RULE_MAX_CHARS = 300;
const MESSAGE_MAX_CHARS = 500;
/** All failures of one check in one event. */
const SHOWN_MAX_CHARS = 12_000;

/** Failures as they are kept and compared. */
export function boundFailures(failures: CheckFailure[]): CheckFailure[] {
  return failures
    .slice(0, COMPARED_MAX)
    .map(({ file, line, rule, message }) => ({
      ...(file !== undefined && { file: keepStart(file, FILE_MAX_CHARS) }),
      ...(line !== undefined && { line }),
      ...(rule !== undefined && { rule: keepStart(rule, RULE_MAX_CHARS) }),
      message: keepStart(message, MESSAGE_MAX_CHARS),
    }));
}

/** As many of them as one check shows. */
export function shownFailures(
  failures: readonly CheckFailure[],
): CheckFailure[] {
  const shown: CheckFailure[] = [];
  let chars = 0;
  for (const failure of failures.slice(0, FAILURES_MAX)) {
    const { file = '', rule = '', message } = failure;
    chars += file.length + rule.length + message.length;
    if (chars > SHOWN_MAX_CHARS) break;
    shown.push(failure);
  }
  return shown;
}

/**
 * Tells new failures from those that stood before. Lines move with every change, so they do not count; two equal
 * failures where there was one are one new failure.
 */
export function compareFailures(
  kind: CheckKind,
  before: readonly CheckFailure[],
  now: readonly CheckFailure[],
): { fresh: CheckFailure[]; known: CheckFailure[] } {
  const left = new Map<string, number>();
  for (const failure of before) {
    const id = idOf(kind, failure);
    left.set(id, (left.get(id) ?? 0) + 1);
  }
  const fresh: CheckFailure[] = [];
  const known: CheckFailure[] = [];
  for (const failure of now) {
    const id = idOf(kind, failure);
    const count = left.get(id) ?? 0;
    if (count > 0) left.set(id, count - 1);
    (count > 0 ? known : fresh).push(failure);
  }
  return { fresh, known };
}

/** One line for people: where, what and by which rule. */
export function failureLine({
  file,
  line,
  rule,
  message,
}: CheckFailure): string {
  const place = line === undefined ? file : `${file}:${line}`;
  const what = rule === undefined ? message : `${message} (${rule})`;
  return file === undefined ? what : `${place}: ${what}`;
}

/** A test is known by its name: what it says often holds times, ports and addresses. */
function idOf(kind: CheckKind, { file, rule, message }: CheckFailure): string {
  const words =
    kind === 'test' && rule !== undefined ? '' : withoutNumbers(message);
  return [file ?? '', rule ?? '', words].join('\0');
}

function withoutNumbers(message: string): string {
  return message.replace(/\b(?:lines? )?\d+(?::\d+)*\b/g, '#').trim();
}
