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

// GitHub refuses titles of more than 256 characters and bodies of more than 65,536; these caps together stay below.
const TITLE_MAX_CHARACTERS = 250;
const INSTRUCTIONS_MAX_CHARACTERS = 10_000;
const FILES_MAX = 100;
const PATH_MAX_CHARACTERS = 200;
const CHECKS_MAX = 50;
const COMMAND_MAX_CHARACTERS = 300;
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

/** The pull request's body, in GitHub's Markdown. What people or repositories wrote stands in code blocks only. */
export function pullRequestBody(request: PublishRequest): string {
  const { task } = request;
  const instructions = cut(
    cleanText(task.instructions).trim(),
    INSTRUCTIONS_MAX_CHARACTERS,
  );
  return [
    '## What was asked',
    fencedBlock(instructions),
    '## What changed',
    describeFiles(request.bundle.files),
    '## Validation',
    describeChecks(request.checks),
    ...describeUnchecked(task.uncheckedRules ?? []),
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

function describeFiles(files: ChangedFile[]): string {
  const lines = files.slice(0, FILES_MAX).map(describeFile);
  if (files.length > FILES_MAX) {
    lines.push(`- and ${files.length - FILES_MAX} more`);
  }
  return lines.join('\n');
}

function describeFile(file: ChangedFile): string {
  const path = cut(singleLine(file.path), PATH_MAX_CHARACTERS);
  const lines =
    file.additions === null || file.deletions === null
      ? 'binary'
      : `+${file.additions} −${file.deletions}`;
  return `- ${file.status} ${codeSpan(path)} (${lines})`;
}

function describeChecks(checks: CheckResult[]): string {
  if (checks.length === 0) {
    return '⚠️ This repository has no checks, so nothing was run on this change.';
  }
  const rows = checks
    .slice(0, CHECKS_MAX)
    .map(
      check =>
        `| ${checkKindTitles[check.kind]} | ${codeSpanInTable(
          cut(singleLine(check.command), COMMAND_MAX_CHARACTERS),
        )} | ${checkStatusWords[check.status]} |`,
    );
  const table = [
    '| Check | Command | Result |',
    '| --- | --- | --- |',
    ...rows,
  ];
  if (checks.length > CHECKS_MAX) {
    table.push(`| | and ${checks.length - CHECKS_MAX} more | |`);
  }
  return `${summarizeChecks(checks)}\n\n${table.join('\n')}`;
}

/** Rules in words are shown as open questions for the reviewer, never as passed. */
function describeUnchecked(rules: string[]): string[] {
  if (rules.length === 0) return [];
  const lines = rules
    .slice(0, RULES_MAX)
    .map(rule => `- ${codeSpan(cut(singleLine(rule), RULE_MAX_CHARACTERS))}`);
  if (rules.length > RULES_MAX) {
    lines.push(`- and ${rules.length - RULES_MAX} more`);
  }
  return ['⚠️ Not checked by a program:', lines.join('\n')];
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
