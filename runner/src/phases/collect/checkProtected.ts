import ignore from 'ignore';
import type {
  ChangeLimit,
  RunSpec,
} from '@background-tasks/plugin-background-tasks-common';
import type { Difference } from './diffTrees';
import { isUnexplainedLockfile } from './lockfiles';
import { protectedPaths } from './protectedPaths';

/** Why a change may not come out: which file, what it is, and by which name a project allows it. */
export type Breach = { limit: ChangeLimit | 'protectedPaths'; words: string };

/** What a project says of its changes, as far as it matters here. */
export type ChangeRules = {
  limits: Pick<RunSpec['limits'], 'allow' | 'protectedPaths'>;
  validation: Pick<RunSpec['validation'], 'allowChangedChecks'>;
};

/** The limits that a project lifts. One that accepts changed checks accepts their configuration too. */
export function allowedLimits(rules: ChangeRules): ReadonlySet<ChangeLimit> {
  const allowed = new Set(rules.limits.allow);
  if (rules.validation.allowChangedChecks) {
    allowed.add('validationConfiguration');
  }
  return allowed;
}

/** Looks at the paths of a change: those that are protected, lockfiles, and binary files. */
export function findBreaches(
  differences: readonly Difference[],
  rules: ChangeRules,
): Breach[] {
  const allowed = allowedLimits(rules);
  const breaches = [
    ...findProtected(differences),
    ...findLockfiles(differences),
    ...findBinaries(differences),
  ].filter(({ limit }) => limit === 'protectedPaths' || !allowed.has(limit));
  return [
    ...breaches,
    ...findConfigured(differences, rules.limits.protectedPaths ?? []),
  ];
}

function findProtected(differences: readonly Difference[]): Breach[] {
  return protectedPaths.flatMap(({ limit, title, patterns, mayBeAdded }) => {
    const touched = matcher(patterns);
    const ordinary = ignore().add([...(mayBeAdded ?? [])]);
    return differences
      .filter(
        difference =>
          touched(difference) &&
          !(difference.status === 'added' && ordinary.ignores(difference.path)),
      )
      .map(({ path }) => ({ limit, words: `'${path}' is ${title}` }));
  });
}

function findConfigured(
  differences: readonly Difference[],
  patterns: readonly string[],
): Breach[] {
  const touched = matcher(patterns);
  return differences.filter(touched).map(({ path }) => ({
    limit: 'protectedPaths',
    words: `'${path}' is protected by the project's setting \`backgroundTasks.changes.protectedPaths\``,
  }));
}

function findLockfiles(differences: readonly Difference[]): Breach[] {
  const paths = differences.map(({ path }) => path);
  return paths
    .filter(path => isUnexplainedLockfile(path, paths))
    .map(path => ({
      limit: 'lockfiles',
      words: `'${path}' is a lockfile, and no manifest of its packages is changed`,
    }));
}

/** What git takes for binary: a NUL byte in its first 8,000. One may be deleted. */
function findBinaries(differences: readonly Difference[]): Breach[] {
  return differences
    .filter(({ mode, additions }) => mode !== null && additions === null)
    .map(({ path }) => ({
      limit: 'binaries',
      words: `'${path}' is a binary file, which nobody can review`,
    }));
}

/** A symbolic link in the place of a folder brings along all that is protected in it. */
function matcher(
  patterns: readonly string[],
): (difference: Difference) => boolean {
  const rules = ignore({ allowRelativePaths: true }).add([...patterns]);
  return ({ path, mode }) => {
    if (rules.ignores(path)) return true;
    if (mode !== '120000') return false;
    const folder = `/${path.toLowerCase()}/`;
    return (
      rules.ignores(`${path}/`) ||
      patterns.some(pattern => pattern.toLowerCase().startsWith(folder))
    );
  };
}
