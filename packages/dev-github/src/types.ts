import type { FaultSwitches } from './faults';

/** What a login may do with a repository, weakest last. */
export type Permission = 'admin' | 'write' | 'read' | 'none';

/** What a token may do with the repositories that it covers. */
export type TokenScope = 'read' | 'write';

/** Where the server reports what it could not answer; a Backstage logger fits. */
export interface DevGithubLogger {
  info(message: string): void;
  error(message: string, error?: Error): void;
}

export interface DevGithubOptions {
  /** Holds all state; a later start with the same directory finds everything again. */
  directory: string;
  /** 0, the default, takes a free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  logger?: DevGithubLogger;
}

export interface CreateRepositoryOptions {
  owner: string;
  name: string;
  private?: boolean;
  /** Default `main`. */
  defaultBranch?: string;
  /**
   * Its files, without what its `.gitignore` names, become the first commit.
   * Left out, the first commit holds a README.md.
   */
  fromDirectory?: string;
  description?: string;
  /** Whether pull requests may be drafts; GitHub sells that for private ones. Default true. */
  drafts?: boolean;
}

export interface CreatedRepository {
  id: number;
  url: string;
  /** The commit at the head of the default branch. */
  headCommit: string;
}

export interface AddTokenOptions {
  token: string;
  login: string;
  scope: TokenScope;
  /** `owner/name`; default all repositories. */
  repositories?: string[];
}

export interface AddAppOptions {
  appId: number;
  /** Its bot is `<slug>[bot]`. */
  slug: string;
  /** PEM, of the RSA key pair whose private half signs its assertions. */
  publicKey: string;
  /** What it was granted; default to write contents and pull requests. */
  permissions?: Record<string, 'read' | 'write' | 'admin'>;
  installations: {
    /** The account that it is installed on. */
    owner: string;
    /** Names without the owner; default all of the account's. */
    repositories?: string[];
  }[];
  /** How long a token is good for, in milliseconds. Default an hour. */
  tokenLifetimeMs?: number;
}

export interface SetPermissionOptions {
  owner: string;
  name: string;
  login: string;
  permission: Permission;
}

/** What of a repository's settings is to change. */
export interface ConfigureRepositoryOptions {
  owner: string;
  name: string;
  archived?: boolean;
  disabled?: boolean;
  /** Whether it may be forked. */
  forking?: boolean;
  /** Who may open pull requests. */
  pullRequests?: 'all' | 'collaborators_only' | 'none';
  /** A ruleset: branches whose names begin with one of these can only be made by administrators. */
  protectedPrefixes?: string[];
  /** Slugs of the owner's teams that may write. */
  teams?: string[];
  /** How many requests for the git data of a fork of it find that not there yet. */
  forkReads?: number;
}

/** One answered request, as tests want to see it. Never holds a token. */
export interface RecordedRequest {
  method: string;
  /** Path and query. */
  path: string;
  status: number;
  /** Undefined for anonymous requests. */
  login?: string;
  /** The kind of the fault that struck it. The status is then what it would have been, if it was carried out. */
  fault?: string;
}

/** A running server. */
export interface DevGithub {
  /** `http://HOST:PORT`: pages and git. */
  url: string;
  /** `<url>/api/v3`. */
  apiUrl: string;
  /** `HOST:PORT`. */
  host: string;
  /**
   * @throws Error if the repository exists, or a name is not one that GitHub allows
   */
  createRepository(
    options: CreateRepositoryOptions,
  ): Promise<CreatedRepository>;
  /** The repository, if it exists: for a start with an earlier directory. */
  getRepository(
    owner: string,
    name: string,
  ): Promise<CreatedRepository | undefined>;
  /** Adding a token again replaces what it may do. */
  addToken(options: AddTokenOptions): void;
  /**
   * Registers a GitHub App with its installations; adding it again replaces it.
   *
   * @returns the ids of the installations, in their order
   * @throws Error for a key that is not an RSA public key
   */
  addApp(options: AddAppOptions): { installationIds: number[] };
  /** Overrides what the login's tokens would allow. */
  setPermission(options: SetPermissionOptions): void;
  /** @throws Error if there is no such repository */
  configureRepository(options: ConfigureRepositoryOptions): void;
  /** The latest requests, oldest first; at most 1000. */
  requests(): RecordedRequest[];
  /** Switches that make calls go wrong. */
  faults: FaultSwitches;
  close(): Promise<void>;
}
