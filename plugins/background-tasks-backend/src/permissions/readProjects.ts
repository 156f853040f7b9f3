import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { stringifyEntityRef, parseEntityRef } from '@backstage/catalog-model';
import type { TaskLimits } from '../tasks/Task';
import { namespaceOf } from './namespaceOf';
import type { Project } from './Project';

const defaultLimits: TaskLimits = {
  perUser: 1,
  perRepository: 1,
  perProject: 10,
};

/** Reads `backgroundTasks.limits`. */
export function readLimits(config: Config | undefined): TaskLimits {
  return limitsOf(config?.getOptionalConfig('limits'), defaultLimits);
}

/** A configured project and its members. */
export type ConfiguredProject = { project: Project; members: string[] };

/**
 * Reads `backgroundTasks.projects`; undefined where there is none, and projects are the catalog's groups.
 *
 * @throws InputError that names the field
 */
export function readProjects(
  config: Config | undefined,
  limits: TaskLimits,
): ConfiguredProject[] | undefined {
  const projects = config?.getOptionalConfigArray('projects');
  return projects?.map(project => {
    const name = project.getString('name');
    const members = project.getStringArray('members').map(toEntityRef);
    return {
      members,
      project: {
        name,
        title: project.getOptionalString('title') ?? name,
        namespace: project.getOptionalString('namespace') ?? namespaceOf(name),
        limits: limitsOf(project.getOptionalConfig('limits'), limits),
        members,
        owners: (project.getOptionalStringArray('owners') ?? []).map(
          toEntityRef,
        ),
        repositories: project.getOptionalStringArray('repositories') ?? [],
      },
    };
  });
}

function limitsOf(
  config: Config | undefined,
  defaults: TaskLimits,
): TaskLimits {
  const read = (key: keyof TaskLimits): number => {
    const value = config?.getOptionalNumber(key) ?? defaults[key];
    if (!Number.isInteger(value) || value < 0 || value > 10_000) {
      throw new InputError(
        `Invalid configuration 'backgroundTasks.limits.${key}': '${value}' is not a whole number from 0 (no limit) to 10000`,
      );
    }
    return value;
  };
  return {
    perUser: read('perUser'),
    perRepository: read('perRepository'),
    perProject: read('perProject'),
  };
}

function toEntityRef(ref: string): string {
  return stringifyEntityRef(parseEntityRef(ref, { defaultKind: 'group' }));
}
