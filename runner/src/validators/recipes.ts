import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import type { Convention } from './Ecosystem';
import { kindOfName } from './trace';

/** Names under which contributors find a kind of check in a Makefile, a justfile or a Taskfile, the best first. */
const NAMES: readonly [CheckKind, readonly string[]][] = [
  [
    'format',
    [
      'fmt-check',
      'format-check',
      'check-format',
      'check-fmt',
      'checkfmt',
      'fmt',
      'format',
    ],
  ],
  [
    'lint',
    [
      'lint',
      'check-lint',
      'lint-check',
      'clippy',
      'vet',
      'style',
      'checkstyle',
    ],
  ],
  [
    'typecheck',
    ['typecheck', 'type-check', 'check-types', 'types', 'mypy', 'typing'],
  ],
  ['test', ['test', 'tests', 'unit', 'unittest', 'test-unit', 'check']],
];

/** What recipes of these names promise, where CI says nothing of their tools: what CI runs beats what is declared. */
export function recipeConventions(
  program: string,
  names: readonly string[],
  path: string,
): Convention[] {
  return NAMES.flatMap(([kind, known]) =>
    known
      .filter(name => names.includes(name))
      .map(
        (name): Convention => ({
          ...{ kind, basis: 'default', group: `${program} ${kind}` },
          command: `${program} ${name}`,
          reason: `"${name}" of ${path}`,
        }),
      ),
  );
}

/** What a recipe does whose commands say nothing: one that lays out or builds may do anything. */
export function recipeKind(name: string): CheckKind | undefined {
  const kind = kindOfName(name);
  return kind === 'test' || kind === 'lint' || kind === 'typecheck'
    ? kind
    : undefined;
}

/** Recipes that are called so do more than check. */
export function isDangerous(name: string): boolean {
  return /^(?:un)?install(?:$|[-_:])|(?:^|[-_:])(?:release|publish|deploy|upload|push|tag)(?:$|[-_:])/.test(
    name,
  );
}
