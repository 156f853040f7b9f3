import { findSecrets, findSecretsInBinary, addedLines } from './secrets';
import type { Git, ObjectReader } from '../../git';
import { PhaseFailure } from '../PhaseFailure';
import {
  allowedLimits,
  findBreaches,
  type Breach,
  type ChangeRules,
} from './checkProtected';
import type { Difference } from './diffTrees';

const NAMED = 20;

/** The change as two trees of a repository. */
export type ChangeTrees = {
  git: Git;
  repository: string;
  objects: ObjectReader;
  from: string;
  to: string;
};

/**
 * Holds a change against what may come out of a workspace.
 *
 * @throws PhaseFailure that names every path, and how a project allows it
 */
export async function checkChange(
  differences: readonly Difference[],
  rules: ChangeRules,
  trees: ChangeTrees,
): Promise<void> {
  const secretsMayPass = allowedLimits(rules).has('secrets');
  if (!secretsMayPass) await checkNames(differences);
  const breaches = findBreaches(differences, rules);
  if (!secretsMayPass) {
    breaches.push(...(await lookForSecrets(differences, trees)));
  }
  if (breaches.length === 0) return;
  throw new PhaseFailure('validationFailed', explain(breaches));
}

/** What is said of anything else names its file: where the name is the secret, nothing else is said. */
async function checkNames(differences: readonly Difference[]): Promise<void> {
  const added = differences.filter(({ status }) => status === 'added');
  const lines = added.map(({ path }, index) => ({ number: index, text: path }));
  const found = await findSecrets([{ path: 'names', lines }]);
  if (found.length === 0) return;
  const titles = new Set(found.map(({ title }) => title));
  throw new PhaseFailure(
    'validationFailed',
    explain(
      [...titles].map(title => ({
        limit: 'secrets',
        words: `The name of a new file looks like a secret: ${title}`,
      })),
    ),
  );
}

async function lookForSecrets(
  differences: readonly Difference[],
  { git, repository, objects, from, to }: ChangeTrees,
): Promise<Breach[]> {
  const found = await findSecrets(await addedLines(git, repository, from, to));
  for (const { path, oid, mode, additions } of differences) {
    if (mode === null || additions !== null) continue;
    found.push(...(await findSecretsInBinary(path, await objects.read(oid))));
  }
  // One line may be known by more than one rule.
  const places = new Map(
    found.reverse().map(secret => [`${secret.path}:${secret.line}`, secret]),
  );
  return [...places.values()].reverse().map(({ path, line, title }) => {
    const place = line === undefined ? `'${path}'` : `'${path}', line ${line}`;
    return {
      limit: 'secrets',
      words: `${place} looks like a secret: ${title}`,
    };
  });
}

function explain(breaches: readonly Breach[]): string {
  const lines = breaches.slice(0, NAMED).map(({ words }) => `${words}.`);
  if (breaches.length > NAMED) {
    lines.push(`And ${breaches.length - NAMED} more.`);
  }
  const names = new Set(
    breaches
      .map(({ limit }) => limit)
      .filter(limit => limit !== 'protectedPaths'),
  );
  const remedy =
    names.size > 0
      ? `Leave that out of the change, or allow it for the project with \`backgroundTasks.changes.allow: [${[
          ...names,
        ].join(', ')}]\`.`
      : 'Leave that out of the change.';
  return `The change has in it what may not come out:\n${lines.join(
    '\n',
  )}\n${remedy}`;
}
