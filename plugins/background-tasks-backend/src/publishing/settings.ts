import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What becomes of a task whose base branch was changed where its change touches it. */
export type OnConflict = 'fail' | 'rerun';

/** How changes are published: `backgroundTasks.publishing` of the configuration. */
export type PublishingSettings = {
  /** The user or organization that forks are made for. Left out: the user of the configured token. */
  forkOwner?: string;
  /** Whether those whom CODEOWNERS names are asked for reviews. */
  reviewers: 'codeOwners' | 'none';
  /** The form of pull request titles; `auto` is that of the repository's commits. */
  pullRequestTitle: 'auto' | 'task' | 'conventional';
  /** By which address commits name the task's creator. */
  creatorEmail: 'noreply' | 'catalog' | 'none';
  /** Whether commits are signed off; `auto` is where the repository asks for it. */
  signOff: 'auto' | 'always' | 'never';
  /** Whether writes are held to GitHub's limits before it refuses them. */
  paceWrites: boolean;
};

export const defaultPublishing: PublishingSettings = {
  reviewers: 'codeOwners',
  pullRequestTitle: 'auto',
  creatorEmail: 'noreply',
  signOff: 'auto',
  paceWrites: true,
};

/**
 * Reads `backgroundTasks.publishing`.
 *
 * @throws InputError that names the field
 */
export function readPublishing(config: Config | undefined): PublishingSettings {
  const own = config?.getOptionalConfig('publishing');
  return {
    forkOwner: own?.getOptionalString('forkOwner'),
    reviewers:
      readOneOf(own, 'reviewers', ['codeOwners', 'none']) ??
      defaultPublishing.reviewers,
    pullRequestTitle:
      readOneOf(own, 'pullRequestTitle', ['auto', 'task', 'conventional']) ??
      defaultPublishing.pullRequestTitle,
    creatorEmail:
      readOneOf(own, 'creatorEmail', ['noreply', 'catalog', 'none']) ??
      defaultPublishing.creatorEmail,
    signOff:
      readOneOf(own, 'signOff', ['auto', 'always', 'never']) ??
      defaultPublishing.signOff,
    paceWrites:
      own?.getOptionalBoolean('paceWrites') ?? defaultPublishing.paceWrites,
  };
}

/**
 * Reads `backgroundTasks.publishing.onConflict`, and where projects say otherwise.
 *
 * @returns what holds for a project
 * @throws InputError that names the field
 */
export function readOnConflict(
  config: Config | undefined,
): (project: string) => OnConflict {
  const read = (of: Config | undefined) =>
    readOneOf(of?.getOptionalConfig('publishing'), 'onConflict', [
      'fail',
      'rerun',
    ]);
  const general = read(config) ?? 'fail';
  const own = new Map(
    config
      ?.getOptionalConfigArray('projects')
      ?.map(project => [project.getString('name'), read(project)]),
  );
  return project => own.get(project) ?? general;
}

function readOneOf<const T extends string>(
  config: Config | undefined,
  key: string,
  values: readonly T[],
): T | undefined {
  const value = config?.getOptionalString(key);
  if (value === undefined) return undefined;
  const known = values.find(candidate => candidate === value);
  if (known === undefined) {
    throw new InputError(
      `Invalid configuration 'backgroundTasks.publishing.${key}': '${value}' is none of ${values.join(
        ', ',
      )}`,
    );
  }
  return known;
}
