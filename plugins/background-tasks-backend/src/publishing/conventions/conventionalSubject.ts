import { subjectsOf, type PastCommit } from './history';
import type { CommitRules } from './commitlint';
import { cut, firstLine } from '../plainText';
import { isAbout } from './isAbout';

// What fits into lists of commits.
const MAX_CHARACTERS = 72;
const FALLBACK_TYPES = ['chore', 'build', 'fix', 'feat'];

const CONVENTIONAL = /^([a-z][a-z-]{1,20})(?:\(([^()]{1,60})\))?!?: \S/;

const MANIFEST =
  /(^|\/)(package\.json|pyproject\.toml|requirements[^/]*\.txt|setup\.(py|cfg)|Pipfile|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(\.kts)?|libs\.versions\.toml|Gemfile|composer\.json|[^/]+\.gemspec|[^/]+\.csproj)$/;
const LOCKFILE =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|uv\.lock|poetry\.lock|Pipfile\.lock|go\.sum|Cargo\.lock|Gemfile\.lock|composer\.lock|gradle\.lockfile)$/;
const DOCUMENT = /\.(md|mdx|rst|adoc|txt)$|(^|\/)docs?\//i;
const TEST =
  /(^|\/)(tests?|__tests__|spec)\/|[._-](test|spec)\.[a-z]+$|(^|\/)test_[^/]*\.py$|_test\.go$/i;
const PIPELINE = /^\.github\/workflows\/|^\.gitlab-ci\.yml$|^\.circleci\//;

const WORDS: [words: RegExp, type: string][] = [
  [
    /^(add|write|update|improve|fix)\b.*\b(jsdoc|docstrings?|documentation|docs|comments?|readme)\b/i,
    'docs',
  ],
  [/^(add|write|update|improve|fix)\b.*\btests?\b/i, 'test'],
  [/^(fix|repair|correct|resolve|prevent|handle|avoid)\b/i, 'fix'],
  [
    /^(refactor|rename|extract|move|simplify|restructure|split|inline|replace|migrate|convert)\b/i,
    'refactor',
  ],
  [/^(speed|optimi[sz]e)\b/i, 'perf'],
  [/^(format|reformat|lint)\b/i, 'style'],
  [/^(add|implement|introduce|support|create|allow|enable|provide)\b/i, 'feat'],
];
const UPGRADE = /^(upgrade|update|bump|downgrade|pin|raise)\b/i;

/** Whether most of the commits keep to the form. */
export function isConventional(history: PastCommit[]): boolean {
  return mostOf(subjectsOf(history), subject => CONVENTIONAL.test(subject));
}

/** Whether at least 70% of at least five are so. */
export function mostOf<T>(items: T[], isSo: (item: T) => boolean): boolean {
  return items.length >= 5 && items.filter(isSo).length >= 0.7 * items.length;
}

/**
 * The first line of a conventional commit: `type(scope): what was asked`. The type follows from what was changed, and
 * from the first words of the instructions.
 */
export function conventionalSubject(options: {
  instructions: string;
  paths: string[];
  rules: CommitRules;
  history: PastCommit[];
}): string | undefined {
  const { rules, history, paths } = options;
  const line = firstLine(options.instructions);
  if (!line) return undefined;
  const maximum = Math.min(MAX_CHARACTERS, rules.maxLength);
  const given = CONVENTIONAL.exec(line);
  if (given && isAllowed(rules, given[1])) return cut(line, maximum);
  const isUpgrade = isDependencyUpgrade(line, paths);
  const wished = isUpgrade ? typeOfUpgrades(history) : typeOf(line, paths);
  const type =
    [wished, ...FALLBACK_TYPES].find(candidate =>
      isAllowed(rules, candidate),
    ) ??
    rules.types?.[0] ??
    'chore';
  const scope = scopeOf(rules, isUpgrade, paths);
  const subject = withCase(line, rules).replace(/[.\s]+$/, '');
  return cut(
    `${type}${scope ? `(${scope})` : ''}: ${subject}`,
    maximum,
  ).replace(/[.\s]+$/, '');
}

function isAllowed({ types }: CommitRules, type: string): boolean {
  return types?.includes(type) ?? true;
}

function isDependencyUpgrade(line: string, paths: string[]): boolean {
  const isDependencyFile = (path: string) =>
    MANIFEST.test(path) || LOCKFILE.test(path);
  return (
    paths.every(isDependencyFile) ||
    (UPGRADE.test(line) && paths.some(isDependencyFile))
  );
}

/** As the repository calls its own upgrades, or else as most do. */
function typeOfUpgrades(history: PastCommit[]): string {
  for (const subject of subjectsOf(history)) {
    const [, type, scope] = CONVENTIONAL.exec(subject) ?? [];
    if (type && scope?.startsWith('deps')) return type;
  }
  return 'chore';
}

function typeOf(line: string, paths: string[]): string {
  if (paths.every(path => PIPELINE.test(path))) return 'ci';
  if (paths.every(path => TEST.test(path))) return 'test';
  if (paths.every(path => DOCUMENT.test(path))) return 'docs';
  return WORDS.find(([words]) => words.test(line))?.[1] ?? 'chore';
}

function scopeOf(
  { scopes, needsScope }: CommitRules,
  isUpgrade: boolean,
  paths: string[],
): string | undefined {
  if (isUpgrade && (scopes?.includes('deps') ?? true)) return 'deps';
  if (!needsScope) return undefined;
  return scopes?.find(scope => isAbout(scope, paths)) ?? scopes?.[0] ?? 'repo';
}

function withCase(line: string, { subjectCase }: CommitRules): string {
  if (subjectCase === 'lower') return line.toLowerCase();
  if (subjectCase === 'sentence') {
    return line.replace(/^\p{Ll}/u, letter => letter.toUpperCase());
  }
  const first =
    subjectCase === 'notCapital' ? /^\p{Lu}\S*/u : /^\p{Lu}(?=\p{Ll}|\s)/u;
  return line.replace(first, word => word.toLowerCase());
}
