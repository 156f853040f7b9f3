import type { ValidationRule } from '@background-tasks/plugin-background-tasks-common';
import type { ValidationSpec } from '../tasks/Task';
import { invalid } from '../tasks/invalid';

/**
 * Checks that rules speak of the repository alone.
 *
 * @throws InputError that names `validationRules.<index>`
 */
export function checkRules(rules: readonly ValidationRule[]): void {
  for (const [index, rule] of rules.entries()) {
    const field = `validationRules.${index}`;
    if (typeof rule === 'string') {
      if (rule.trim() === '') throw invalid(field, 'must not be empty');
    } else if ('command' in rule) {
      if (rule.command.trim() === '') {
        throw invalid(`${field}.command`, 'must not be empty');
      }
    } else if (!isPathWithin(rule.fileExists)) {
      throw invalid(
        `${field}.fileExists`,
        `'${rule.fileExists.slice(
          0,
          100,
        )}' must be the path of a file in the repository, such as docs/guide.md: not absolute, without '.', '..', '.git' and backslashes`,
      );
    }
  }
}

/** What rules mean for a task: what a program checks, and what none does. */
export function sortRules(
  rules: readonly ValidationRule[],
): Omit<ValidationSpec, 'repairRounds'> {
  const sorted: Omit<ValidationSpec, 'repairRounds'> = {
    commands: [],
    fileExists: [],
    unchecked: [],
  };
  for (const rule of rules) {
    if (typeof rule === 'string') sorted.unchecked.push(rule);
    else if ('command' in rule) sorted.commands.push(rule.command);
    else sorted.fileExists.push(rule.fileExists);
  }
  return sorted;
}

/** The rules that come to this: the reverse of `sortRules`. */
export function rulesOf(spec: ValidationSpec): ValidationRule[] {
  return [
    ...spec.commands.map(command => ({ command })),
    ...spec.fileExists.map(fileExists => ({ fileExists })),
    ...spec.unchecked,
  ];
}

function isPathWithin(path: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\x00-\x1f\x7f\\]/.test(path)) return false;
  return path
    .split('/')
    .every(part => !['', '.', '..', '.git'].includes(part.toLowerCase()));
}
