import type {
  BundleContent,
  CheckResult,
} from '@background-tasks/plugin-background-tasks-common';

/** A repository as its host knows it. @public */
export type ResolvedRepository = {
  /** Host and the host's own id of it: what a slot is claimed for. */
  key: string;
  host: string;
  owner: string;
  name: string;
  /** Its address, without `.git` and slash at the end. */
  url: string;
};

/** What a look at a repository's files tells, without a clone of it. @public */
export type RepositoryOutline = {
  defaultBranch: string;
  /** The names of the files at its root. */
  files: string[];
  /** The names of the files of its workflows. */
  workflows: string[];
  /** The text of its `package.json`, where it has one of a reasonable size. */
  packageJson?: string;
};

/** How the clone phase reads the repository. @public */
export type CloneAccess = {
  /** The address that git reads from, and the authorization that it needs, if any. */
  url: string;
  authorization?: string;
};

/** What publishing has done so far: stored after each step, given back when it is resumed. @public */
export type PublishState = {
  /** The fork that the branch is in, where it is in one. */
  fork?: { owner: string; name: string };
  forkSynced?: boolean;
  branch?: string;
  treeSha?: string;
  commitSha?: string;
  refCreated?: boolean;
  prNumber?: number;
  prUrl?: string;
  prCreatedAt?: string;
  labelled?: boolean;
  reviewsRequested?: boolean;
  /** Whether the change was made again already, as its base branch was changed under the first one. */
  rerun?: boolean;
  /** What did not go as wished so far. */
  warnings?: string[];
};

/** Who had a task carried out. @public */
export type TaskAuthor = {
  name: string;
  /** At the code host. */
  login?: string;
  email?: string;
};

/** Why a change no longer fits onto its base branch. @public */
export type BaseMoved = {
  /** In words for people, with the remedy. */
  message: string;
  /** Whether making the change again, on the branch as it is now, would help. */
  mayRerun: boolean;
};

/** What is published. @public */
export type PublishRequest = {
  repository: ResolvedRepository;
  baseBranch: string;
  task: {
    uid: string;
    name: string;
    project: string;
    instructions: string;
    /** Entity ref. */
    creator: string;
    createdAt: string;
    /** The task's page in the portal. */
    url: string;
    /** What the task asked for that no program checks. */
    uncheckedRules?: string[];
    /** The creator as a person whom commits can name, as far as the catalog knows them. */
    author?: TaskAuthor;
  };
  bundle: BundleContent;
  checks: CheckResult[];
  /** Whether the repository has no check at all, and the project allows that. */
  unchecked: boolean;
  output?: {
    /** Where the branch is made: in the repository, or in a fork of it. Left out, in the repository. */
    type?: 'origin' | 'fork';
    /** The branch that the pull request is to be merged into; left out, the base branch. */
    target?: string;
    draft?: boolean;
    /** Beside the one that all pull requests of tasks have. */
    labels?: string[];
    /** Logins at the code host, and teams as `owner/slug`. */
    reviewers?: string[];
  };
};

/** A published change. @public */
export type PublishResult = {
  prUrl: string;
  prNumber: number;
  headCommit: string;
  commitMessage: string;
  /** ISO 8601, by the code host. */
  createdAt: string;
  /** What did not go as wished, though the change is published: labels, reviewers or a draft that were refused. */
  warnings?: string[];
};

/** What became of a pull request. @public */
export type PullRequestState = 'open' | 'merged' | 'closed';

/** Where repositories live. @public */
export interface CodeHost {
  readonly id: string;
  /** Whether this host serves the address. */
  handles(url: string): boolean;
  /**
   * Finds the repository.
   *
   * @throws NotFoundError where it does not exist or may not be seen; the message says what to check
   */
  resolve(url: string): Promise<ResolvedRepository>;
  /** Whether the login may write to the repository; undefined where the host cannot say. */
  canWrite(
    repository: ResolvedRepository,
    login: string,
  ): Promise<boolean | undefined>;
  /** What its default branch holds, for people who are about to have it changed; undefined where it cannot be seen. */
  outline?(
    repository: ResolvedRepository,
  ): Promise<RepositoryOutline | undefined>;
  /** Read access for clone. It stays in the backend: workspaces read through the backend's read-only proxy. */
  cloneAccess(repository: ResolvedRepository): Promise<CloneAccess>;
  /**
   * Publishes a change, or goes on with what an earlier attempt left. `onStep` is awaited before each write with all
   * that is known by then, so that nothing is written twice.
   *
   * @throws PublishError
   */
  publish(
    request: PublishRequest,
    options: {
      state: PublishState;
      onStep: (state: PublishState) => Promise<void>;
      signal: AbortSignal;
    },
  ): Promise<PublishResult>;
  /**
   * Looks whether the base branch was changed, since the change was made, where the change touches it. Nothing is
   * written. `publish` looks too: this is for who can do something about it.
   *
   * @returns undefined where the change can be published
   * @throws PublishError
   */
  checkBase?(
    request: PublishRequest,
    options: { signal: AbortSignal },
  ): Promise<BaseMoved | undefined>;
  /**
   * What became of a pull request that was published.
   *
   * @throws NotFoundError where it, or its repository, is gone
   */
  pullRequestState?(
    repository: ResolvedRepository,
    number: number,
  ): Promise<PullRequestState>;
}

/** Why a change was not published, in words for people, and the outcome that follows. @public */
export class PublishError extends Error {
  readonly outcome: 'conflict' | 'accessDenied' | 'infrastructure';

  constructor(
    outcome: 'conflict' | 'accessDenied' | 'infrastructure',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'PublishError';
    this.outcome = outcome;
  }
}
