import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import { readOutput } from './npm';
import { validators } from './registry';
import type { PlannedCommand, Validator } from './Validator';

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

/** Reads commands that tasks bring along: nobody detects them, and what they run may be of any ecosystem. */
export const addedCommandValidator: Validator = {
  id: 'added',
  looksFor: 'the commands of the task',

  async detect() {
    return undefined;
  },

  async define(files, command) {
    const definition = new Map<string, string>();
    for (const validator of validators) {
      for (const [name, text] of await validator.define(files, command)) {
        definition.set(name, text);
      }
    }
    return definition;
  },

  read: readOutput,
};
