import {
  checkKindTitles,
  checkKinds,
  type ChangedFile,
  type CheckResult,
} from '@background-tasks/plugin-background-tasks-common';
import type { PublishRequest } from '@background-tasks/plugin-background-tasks-node';
import { idTrailer } from './commitMessage';
import { codeSpan, codeSpanInTable, fencedBlock } from './markdown';
import { cleanText, cut, firstLine, singleLine } from './plainText';

// GitHub refuses titles of more than 256 characters and bodies of more than 65,536.
const TITLE_MAX_CHARACTERS = 250;
const INSTRUCTIONS_MAX_CHARACTERS = 10_000;
const BODY_MAX_CHARACTERS = 65_000;
// How much of the lists and texts below is shown: the first share with which the body is short enough.
const SHARES = [1, 0.3, 0.05];
const FILES_MAX = 100;
const PATH_MAX_CHARACTERS = 200;
const CHECKS_MAX = 50;
const COMMAND_MAX_CHARACTERS = 200;
const FAILURES_SHOWN = 20;
const FAILURE_MAX_CHARACTERS = 200;
const NOT_RUN_SHOWN = 5;
const RULES_MAX = 20;
const RULE_MAX_CHARACTERS = 300;

const checkStatusWords: Readonly<Record<CheckResult['status'], string>> = {
  passed: '✅ passed',
  failed: '❌ failed',
  failedBefore: '⚠️ failed before this change too',
  notRun: '➖ not run',
};

/** The pull request's title. */
export function pullRequestTitle(task: PublishRequest['task']): string {
  const line = firstLine(task.instructions);
  return cut(
    `[Background Task] ${task.name}${line ? `: ${line}` : ''}`,
    TITLE_MAX_CHARACTERS,
  );
}

/**
 * The pull request's body, in GitHub's Markdown: the repository's template as it is, and below it what was done. What
 * people, agents or logs say stands in code blocks only, in which mentions and HTML mean nothing.
 */
export function pullRequestBody(
  request: PublishRequest,
  template?: string,
): string {
  const own = describeShortly(request);
  const separator = '\n\n---\n\n';
  const fits =
    template !== undefined &&
    template.length + separator.length + own.length <= BODY_MAX_CHARACTERS;
  return fits ? `${template}${separator}${own}` : own;
}

function describeShortly(request: PublishRequest): string {
  let description = '';
  for (const share of SHARES) {
    description = describeChange(request, share);
    if (description.length <= BODY_MAX_CHARACTERS) break;
  }
  return description;
}

function describeChange(request: PublishRequest, share: number): string {
  const { task } = request;
  const instructions = cut(
    cleanText(task.instructions).trim(),
    INSTRUCTIONS_MAX_CHARACTERS * share,
  );
  return [
    '## What was asked',
    fencedBlock(instructions),
    '## What changed',
    describeFiles(request.bundle.files, FILES_MAX * share),
    '## Validation',
    describeChecks(request.checks, share),
    ...describeUnchecked(task.uncheckedRules ?? [], RULES_MAX * share),
    '## Task',
    [
      `- Name: ${codeSpan(task.name)} (project ${codeSpan(
        singleLine(task.project),
      )})`,
      `- Created: ${singleLine(task.createdAt)}`,
      `- Created by: ${codeSpan(singleLine(task.creator))}`,
      `- [Open the task in the portal](<${task.url}>)`,
    ].join('\n'),
    'Automated changes from background task',
    idTrailer(task.uid),
  ].join('\n\n');
}

function describeFiles(files: ChangedFile[], shown: number): string {
  return listed(files.slice(0, shown).map(describeFile), files.length);
}

function describeFile(file: ChangedFile): string {
  const path = cut(singleLine(file.path), PATH_MAX_CHARACTERS);
  const lines =
    file.additions === null || file.deletions === null
      ? 'binary'
      : `+${file.additions} −${file.deletions}`;
  return `- ${file.status} ${codeSpan(path)} (${lines})`;
}

function describeChecks(checks: CheckResult[], share: number): string {
  if (checks.length === 0) {
    return '⚠️ This repository has no checks, so nothing was run on this change.';
  }
  const rows = checks
    .slice(0, CHECKS_MAX * share)
    .map(
      check =>
        `| ${checkKindTitles[check.kind]} | ${codeSpanInTable(
          cut(singleLine(check.command), COMMAND_MAX_CHARACTERS),
        )} | ${statusWords(check)} |`,
    );
  const table = [
    '| Check | Command | Result |',
    '| --- | --- | --- |',
    ...rows,
  ];
  if (checks.length > rows.length) {
    table.push(`| | and ${checks.length - rows.length} more | |`);
  }
  return [
    summarizeChecks(checks),
    table.join('\n'),
    ...describeNotRun(checks, NOT_RUN_SHOWN * share),
    ...describeKnownFailures(checks, FAILURES_SHOWN * share),
  ].join('\n\n');
}

function statusWords(check: CheckResult): string {
  return check.flaky
    ? '⚠️ passed at the second try (flaky)'
    : checkStatusWords[check.status];
}

/** A check that did not run says nothing about the change: a reviewer is to know why. */
function describeNotRun(checks: CheckResult[], shown: number): string[] {
  const notRun = checks.filter(({ status }) => status === 'notRun');
  if (notRun.length === 0) return [];
  const lines = notRun
    .slice(0, shown)
    .map(
      ({ command, output }) =>
        `- ${codeSpan(
          cut(singleLine(command), FAILURE_MAX_CHARACTERS),
        )}: ${codeSpan(cut(singleLine(output), FAILURE_MAX_CHARACTERS))}`,
    );
  return ['➖ Not run:', listed(lines, notRun.length)];
}

function describeKnownFailures(checks: CheckResult[], shown: number): string[] {
  const known = checks.flatMap(({ knownFailures = [] }) => knownFailures);
  if (known.length === 0) return [];
  const lines = known.slice(0, shown).map(failure => {
    const { file = '', line, rule, message } = failure;
    const place = line === undefined ? file : `${file}:${line}`;
    const words = [place, message, rule && `(${rule})`].filter(Boolean);
    return `- ${codeSpan(
      cut(singleLine(words.join(' ')), FAILURE_MAX_CHARACTERS),
    )}`;
  });
  return [
    '⚠️ Failures that were there before this change:',
    listed(lines, known.length),
  ];
}

function listed(lines: string[], count: number): string {
  const more = count - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

/** Rules in words are shown as open questions for the reviewer, never as passed. */
function describeUnchecked(rules: string[], shown: number): string[] {
  if (rules.length === 0) return [];
  const lines = rules
    .slice(0, shown)
    .map(rule => `- ${codeSpan(cut(singleLine(rule), RULE_MAX_CHARACTERS))}`);
  return ['⚠️ Not checked by a program:', listed(lines, rules.length)];
}

function summarizeChecks(checks: CheckResult[]): string {
  const lines: string[] = [];
  for (const kind of checkKinds) {
    const statuses = checks
      .filter(check => check.kind === kind)
      .map(check => check.status);
    if (statuses.length > 0) {
      lines.push(`- ${summarizeKind(checkKindTitles[kind], statuses)}`);
    }
  }
  return lines.join('\n');
}

function summarizeKind(
  title: string,
  statuses: CheckResult['status'][],
): string {
  if (statuses.includes('failed')) {
    return `❌ ${title} failed`;
  }
  if (statuses.includes('failedBefore')) {
    return `⚠️ ${title} failed before this change too`;
  }
  return statuses.includes('notRun')
    ? `➖ ${title} not run`
    : `✅ ${title} passed`;
}
