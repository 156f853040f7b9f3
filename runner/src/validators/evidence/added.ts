import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import type { PlannedCommand } from '../Validator';

/** The first that fits tells the kind; a command that says nothing of itself is a test. */
const KINDS: readonly [RegExp, CheckKind][] = [
  [/\b(?:prettier|format|fmt|gofmt|black)\b/i, 'format'],
  [/lint\b|\b(?:lint|ruff|flake8|stylelint|checkstyle)/i, 'lint'],
  [/\b(?:tsc|type-?check|mypy|pyright)\b/i, 'typecheck'],
  [/\b(?:build|compile)\b/i, 'build'],
];

/** A command that a task brings along, as a part of the plan. */
export function planAddedCommand(command: string): PlannedCommand {
  const [, kind] = KINDS.find(([words]) => words.test(command)) ?? [];
  return {
    kind: kind ?? 'test',
    command,
    reason: 'added by the task',
    required: true,
  };
}
