import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const permissionSchema = z.enum(['admin', 'write', 'read', 'none']);

const commentSchema = z.object({
  id: z.number(),
  body: z.string(),
  author: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const labelSchema = z.object({
  id: z.number(),
  name: z.string(),
  color: z.string(),
  description: z.string().nullable(),
});

const pullSchema = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  draft: z.boolean(),
  author: z.string(),
  /** Branch names, and the commits last seen at them. */
  head: z.string(),
  /** The fork that the head branch is in; null for the repository itself. */
  headRepositoryId: z.number().nullable().default(null),
  base: z.string(),
  headSha: z.string(),
  baseSha: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().nullable(),
  labelIds: z.array(z.number()),
  comments: z.array(commentSchema),
  /** Logins whose review was asked for. */
  reviewers: z.array(z.string()).default([]),
  /** Slugs of teams whose review was asked for. */
  teams: z.array(z.string()).default([]),
  merge: z
    .object({ sha: z.string(), by: z.string(), at: z.string() })
    .nullable()
    .default(null),
});

const repositorySchema = z.object({
  id: z.number(),
  owner: z.string(),
  name: z.string(),
  private: z.boolean(),
  defaultBranch: z.string(),
  description: z.string().nullable(),
  createdAt: z.string(),
  pushedAt: z.string(),
  permissions: z.array(
    z.object({ login: z.string(), permission: permissionSchema }),
  ),
  labels: z.array(labelSchema),
  pulls: z.array(pullSchema),
  /** Whether pull requests may be drafts. */
  drafts: z.boolean().default(true),
  /** The repository that this one is a fork of. */
  parentId: z.number().nullable().default(null),
  /** Commits that count as signed: those that a GitHub App made by the API. */
  verifiedCommits: z.array(z.string()).default([]),
  archived: z.boolean().default(false),
  disabled: z.boolean().default(false),
  /** Whether it may be forked. */
  forking: z.boolean().default(true),
  /** Who may open pull requests. */
  pullRequests: z.enum(['all', 'collaborators_only', 'none']).default('all'),
  /** A ruleset: branches whose names begin with one of these can only be made by administrators. */
  protectedPrefixes: z.array(z.string()).default([]),
  /** Slugs of the owner's teams that may write. */
  teams: z.array(z.string()).default([]),
  /** How many more requests for its git data find it not there yet: GitHub forks in the background. */
  readsUntilReady: z.number().default(0),
  /** What that is for new forks of it. */
  forkReads: z.number().default(0),
});

/** The settings of a new repository. */
export const DEFAULT_SETTINGS = {
  archived: false,
  disabled: false,
  forking: true,
  pullRequests: 'all' as const,
  protectedPrefixes: [],
  teams: [],
  readsUntilReady: 0,
  forkReads: 0,
};

const levelSchema = z.enum(['read', 'write', 'admin']);

const grantsSchema = z.record(z.string(), levelSchema);

const installationSchema = z.object({
  id: z.number(),
  /** The account that it is installed on. */
  owner: z.string(),
  /** `owner/name`; null for all of the account's. */
  repositories: z.array(z.string()).nullable(),
  createdAt: z.string(),
});

const appSchema = z.object({
  id: z.number(),
  slug: z.string(),
  /** PEM; the private key never comes here. */
  publicKey: z.string(),
  permissions: grantsSchema,
  tokenLifetimeMs: z.number(),
  installations: z.array(installationSchema),
});

const tokenSchema = z.object({
  /** SHA-256 of the token, in hexadecimal. */
  hash: z.string(),
  login: z.string(),
  scope: z.enum(['read', 'write']),
  repositories: z.array(z.string()).optional(),
  /** Set for a token of a GitHub App's installation. */
  installation: z
    .object({
      id: z.number(),
      /** Set for all repositories of that account, also those that come later. */
      allOf: z.string().optional(),
      /** What it may do, by area: `contents`, `pull_requests`, … */
      grants: grantsSchema,
      /** Milliseconds since 1970. */
      expiresAt: z.number(),
    })
    .optional(),
});

const stateSchema = z.object({
  version: z.literal(1),
  nextId: z.number(),
  users: z.array(z.object({ id: z.number(), login: z.string() })),
  tokens: z.array(tokenSchema),
  apps: z.array(appSchema).default([]),
  repositories: z.array(repositorySchema),
});

export type AppRecord = z.infer<typeof appSchema>;
export type Grants = z.infer<typeof grantsSchema>;
export type InstallationRecord = z.infer<typeof installationSchema>;
export type CommentRecord = z.infer<typeof commentSchema>;
export type LabelRecord = z.infer<typeof labelSchema>;
export type PullRecord = z.infer<typeof pullSchema>;
export type RepositoryRecord = z.infer<typeof repositorySchema>;
export type TokenRecord = z.infer<typeof tokenSchema>;
export type UserRecord = { id: number; login: string };

/**
 * Everything but the git data, in memory and in one JSON file.
 *
 * Records may be changed in place; `save` makes the change last. Both happen
 * without a pause in between, so that no request ever sees half a change.
 */
export class State {
  private constructor(
    private readonly file: string,
    private readonly data: z.infer<typeof stateSchema>,
  ) {}

  static open(directory: string): State {
    mkdirSync(directory, { recursive: true });
    const file = path.join(directory, 'state.json');
    if (!existsSync(file)) {
      return new State(file, {
        version: 1,
        nextId: 1,
        users: [],
        tokens: [],
        apps: [],
        repositories: [],
      });
    }
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return new State(file, stateSchema.parse(content));
  }

  get repositories(): readonly RepositoryRecord[] {
    return this.data.repositories;
  }

  get tokens(): readonly TokenRecord[] {
    return this.data.tokens;
  }

  get apps(): readonly AppRecord[] {
    return this.data.apps;
  }

  /** Names are compared without regard to case, as GitHub does. */
  findRepository(owner: string, name: string): RepositoryRecord | undefined {
    return this.data.repositories.find(
      repository =>
        sameName(repository.owner, owner) && sameName(repository.name, name),
    );
  }

  findUser(login: string): UserRecord | undefined {
    return this.data.users.find(user => sameName(user.login, login));
  }

  addUser(login: string): UserRecord {
    const existing = this.findUser(login);
    if (existing) return existing;
    const user = { id: this.takeId(), login };
    this.data.users.push(user);
    return user;
  }

  addRepository(repository: RepositoryRecord): void {
    this.data.repositories.push(repository);
  }

  putApp(app: AppRecord): void {
    this.data.apps = [
      ...this.data.apps.filter(other => other.id !== app.id),
      app,
    ];
  }

  /** Replaces a token with that hash, and forgets tokens that have expired. */
  putToken(token: TokenRecord): void {
    const now = Date.now();
    this.data.tokens = [
      ...this.data.tokens.filter(
        other =>
          other.hash !== token.hash &&
          (other.installation?.expiresAt ?? Infinity) > now,
      ),
      token,
    ];
  }

  takeId(): number {
    const id = this.data.nextId;
    this.data.nextId += 1;
    return id;
  }

  /** Replaces the file in one step: whoever is killed leaves the old or the new. */
  save(): void {
    const temporary = `${this.file}.new`;
    const descriptor = openSync(temporary, 'w', 0o600);
    try {
      writeSync(descriptor, JSON.stringify(this.data));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, this.file);
  }
}

/** Compares logins and repository names as GitHub does. */
export function sameName(one: string, other: string): boolean {
  return one.toLocaleLowerCase('en-US') === other.toLocaleLowerCase('en-US');
}
