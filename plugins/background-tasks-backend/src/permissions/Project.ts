import type { TaskLimits } from '../tasks/Task';

/** Who shares tasks, limits and repositories. */
export type Project = {
  name: string;
  title: string;
  /** Its Kubernetes namespace. */
  namespace: string;
  limits: TaskLimits;
  /** Groups and users whose catalog entities' repositories the project may change. */
  members: string[];
  /** Who may cancel and retry what others created. */
  owners: string[];
  /** Further repositories: URLs, or prefixes that end in `/*`. */
  repositories: string[];
};

/** For whom something is done: a user, and all that they are or belong to, as entity refs. */
export type Principal = {
  userEntityRef: string;
  /** The user and the groups that they are in themselves: what they own, they own by these. */
  claims: string[];
  /** The same, and all groups that these groups are part of. */
  memberOf: Set<string>;
  /** Where a service acts for the user: who it is, and in which projects it may. */
  service?: ActingService;
};

/** A service that may act for users. */
export type ActingService = {
  /** `plugin:<id>` or `external:<subject of the token>`. */
  subject: string;
  /** Left out: in all projects of the user. */
  projects?: string[];
};
