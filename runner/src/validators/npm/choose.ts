import {
  checkKinds,
  type CheckKind,
} from '@background-tasks/plugin-background-tasks-common';
import { bodyOf, expandScript, type Scripts } from './scripts';

/** Names under which a kind of check is found, the best first. A name alone proves nothing: see `fits`. */
export const scriptNames: Readonly<Record<CheckKind, readonly string[]>> = {
  format: [
    'format:check',
    'format-check',
    'check:format',
    'check-format',
    'prettier:check',
    'check:prettier',
    'fmt:check',
    'check:fmt',
    'lint:format',
    'test:format',
    'format',
    'fmt',
    'prettier',
  ],
  lint: [
    'lint',
    'lint:check',
    'check:lint',
    'lint:ci',
    'lint:js',
    'test:lint',
    'eslint',
    'eslint:check',
  ],
  typecheck: [
    'typecheck',
    'type-check',
    'check-types',
    'check:types',
    'check:type',
    'types:check',
    'test:types',
    'lint:types',
    'tsc',
    'types',
  ],
  test: ['test', 'test:ci', 'test:unit', 'unit'],
  build: ['build'],
};

const REWRITES = /(?:^|\s)(?:--write|-w|--fix|--apply|--unsafe)(?=\s|=|$)/;
const LINT_FIXES = /(?:^|\s)(?:--fix|--write|--apply)(?=\s|$)|--fix=true/;
const FORMAT_CHECKS =
  /(?:^|\s)(?:--check|-c|--list-different|-l|--dry-run|--verify)(?=\s|=|$)|\bbiome\s+(?:check|ci|format)\b/;
const WATCHES =
  /(?:^|\s)--watch(?:All|-path)?(?:=true|=\S*\/|\s|$)|\b(?:vitest|jest)\s+(?:watch|dev)\b|\bnodemon\b|\btsc\b[^&|;]*\s-w\b/;
/** Tools that watch unless they are told not to. */
const WATCHES_BY_DEFAULT =
  /\bng\s+test\b|\bkarma\s+start\b|\breact-scripts\s+start\b/;
const SINGLE_RUN = /--single-run|--no-watch|--watch=false|--browsers=/;
const NO_TEST = /no test specified/i;
const RELEASES =
  /\b(?:publish|deploy|release|semantic-release|changeset\s+publish)\b/i;

/** The script of each kind that is a check, judged by what it runs and not by its name. */
export function chooseScripts(
  scripts: Scripts,
): { kind: CheckKind; script: string }[] {
  const chosen: { kind: CheckKind; script: string }[] = [];
  for (const kind of checkKinds) {
    const script = scriptNames[kind].find(name => fits(kind, scripts, name));
    if (script) chosen.push({ kind, script });
  }
  return chosen;
}

function fits(kind: CheckKind, scripts: Scripts, name: string): boolean {
  if (bodyOf(scripts, name) === undefined) return false;
  const bodies = [...expandScript(scripts, name).values()];
  const some = (regex: RegExp) => bodies.some(body => regex.test(body));
  if (some(WATCHES)) return false;
  if (some(WATCHES_BY_DEFAULT) && !some(SINGLE_RUN)) return false;
  switch (kind) {
    case 'format':
      if (some(REWRITES)) return false;
      return /check|lint|test/.test(name) || some(FORMAT_CHECKS);
    case 'lint':
      return !some(LINT_FIXES);
    case 'test':
      return !some(NO_TEST);
    case 'build':
      return !some(RELEASES);
    default:
      return true;
  }
}
