import type { TaskLimits } from '../tasks/Task';

/** Who shares tasks, limits and repositories. */
export type Project = {
  name: string;
  title: string;
  /** Its Kubernetes namespace. */
  namespace: string;
  limits: TaskLimits;
  /** Groups whose catalog entities' repositories the project may change. */
  owners: string[];
  /** Further repositories: URLs, or prefixes that end in `/*`. */
  repositories: string[];
};

/** Who asks: a user, and all that they are or belong to, as entity refs. */
export type Principal = { userEntityRef: string; memberOf: Set<string> };
