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

export interface SetPermissionOptions {
  owner: string;
  name: string;
  login: string;
  permission: Permission;
}

/** One answered request, as tests want to see it. Never holds a token. */
export interface RecordedRequest {
  method: string;
  /** Path and query. */
  path: string;
  status: number;
  /** Undefined for anonymous requests. */
  login?: string;
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
  /** Overrides what the login's tokens would allow. */
  setPermission(options: SetPermissionOptions): void;
  /** The latest requests, oldest first; at most 1000. */
  requests(): RecordedRequest[];
  close(): Promise<void>;
}
