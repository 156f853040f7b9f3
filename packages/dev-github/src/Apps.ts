import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { z } from 'zod';
import { covers as tokenCovers, hashOf, readSecret } from './auth';
import { ApiError, badCredentials, notFound, unprocessable } from './errors';
import {
  AppRecord,
  Grants,
  InstallationRecord,
  RepositoryRecord,
  sameName,
  State,
  TokenRecord,
} from './state';
import { AddAppOptions } from './types';

const HOUR_MS = 60 * 60 * 1000;
/** GitHub's limit on the life of an assertion, with its own tolerance for clocks. */
const ASSERTION_MAX_SECONDS = 11 * 60;
const ASSERTION = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const LEVELS = ['read', 'write', 'admin'];

const DEFAULT_PERMISSIONS: Grants = {
  contents: 'write',
  metadata: 'read',
  pull_requests: 'write',
};

const headerSchema = z.object({ alg: z.literal('RS256') });
const claimsSchema = z.object({
  iss: z.union([z.string(), z.number()]).transform(String),
  iat: z.number(),
  exp: z.number(),
});

/** What a token is to be narrowed to. */
export interface TokenWish {
  /** Names without the owner. */
  repositories?: string[];
  repositoryIds?: number[];
  permissions?: Grants;
}

/** A token of an installation; its text is known only now. */
export interface MintedToken {
  text: string;
  record: TokenRecord;
  expiresAt: number;
  grants: Grants;
}

/** GitHub Apps: who they are, where they are installed, and their tokens. */
export class Apps {
  constructor(private readonly state: State) {}

  add(options: AddAppOptions): { installationIds: number[] } {
    const key = createPublicKey(options.publicKey);
    if (key.asymmetricKeyType !== 'rsa') {
      throw new Error(`The key of the app '${options.slug}' is no RSA key`);
    }
    this.state.addUser(`${options.slug}[bot]`);
    const createdAt = new Date().toISOString();
    const installations = options.installations.map(wish => {
      this.state.addUser(wish.owner);
      return {
        id: this.state.takeId(),
        owner: wish.owner,
        repositories:
          wish.repositories?.map(name => `${wish.owner}/${name}`) ?? null,
        createdAt,
      };
    });
    this.state.putApp({
      id: options.appId,
      slug: options.slug,
      publicKey: options.publicKey,
      permissions: { ...(options.permissions ?? DEFAULT_PERMISSIONS) },
      tokenLifetimeMs: options.tokenLifetimeMs ?? HOUR_MS,
      installations,
    });
    this.state.save();
    return { installationIds: installations.map(({ id }) => id) };
  }

  /** Whether the header holds what an App says of itself, not a token. */
  isAssertion(header: string | undefined): boolean {
    const secret = header === undefined ? undefined : readSecret(header);
    return secret !== undefined && ASSERTION.test(secret);
  }

  /** @throws ApiError 401 where the assertion is not that of an App, or not of now */
  identify(header: string | undefined): AppRecord {
    const secret = header === undefined ? undefined : readSecret(header);
    if (secret === undefined || !ASSERTION.test(secret)) {
      throw new ApiError(401, 'A JSON web token could not be decoded');
    }
    const [head, body, signature] = secret.split('.');
    const claims = claimsSchema.safeParse(decode(body)).data;
    const app = this.state.apps.find(({ id }) => String(id) === claims?.iss);
    if (!claims || !app || !headerSchema.safeParse(decode(head)).success) {
      throw badCredentials();
    }
    const isGenuine = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      app.publicKey,
      Buffer.from(signature, 'base64url'),
    );
    if (!isGenuine) throw badCredentials();
    const now = Date.now() / 1000;
    if (claims.exp <= now || claims.exp - claims.iat > ASSERTION_MAX_SECONDS) {
      throw new ApiError(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    }
    return app;
  }

  /** @throws ApiError 404 where it is not installed on the repository */
  installationOn(
    app: AppRecord,
    repository: RepositoryRecord,
  ): InstallationRecord {
    const installation = app.installations.find(candidate =>
      covers(candidate, repository),
    );
    if (!installation) throw notFound();
    return installation;
  }

  /** The repositories that an installation's token reaches. */
  repositoriesOf(token: TokenRecord): RepositoryRecord[] {
    return this.state.repositories.filter(repository =>
      tokenCovers(token, repository),
    );
  }

  /** @throws ApiError 422 for more than the installation was granted */
  mint(
    app: AppRecord,
    installation: InstallationRecord,
    wish: TokenWish,
  ): MintedToken {
    const grants = narrowGrants(app, wish.permissions);
    const repositories = this.narrowRepositories(installation, wish);
    const isWhole =
      installation.repositories === null &&
      !wish.repositories &&
      !wish.repositoryIds;
    const text = `ghs_${randomBytes(27).toString('hex').slice(0, 36)}`;
    const expiresAt = Date.now() + app.tokenLifetimeMs;
    const record: TokenRecord = {
      hash: hashOf(text).toString('hex'),
      login: `${app.slug}[bot]`,
      scope: grants.contents === 'write' ? 'write' : 'read',
      repositories: repositories.map(({ owner, name }) => `${owner}/${name}`),
      installation: {
        id: installation.id,
        grants,
        expiresAt,
        ...(isWhole && { allOf: installation.owner }),
      },
    };
    this.state.putToken(record);
    this.state.save();
    return { text, record, expiresAt, grants };
  }

  private narrowRepositories(
    installation: InstallationRecord,
    wish: TokenWish,
  ): RepositoryRecord[] {
    const all = this.state.repositories.filter(repository =>
      covers(installation, repository),
    );
    if (!wish.repositories && !wish.repositoryIds) return all;
    const wanted: ((repository: RepositoryRecord) => boolean)[] = [
      ...(wish.repositories ?? []).map(
        name => (repository: RepositoryRecord) =>
          sameName(repository.name, name),
      ),
      ...(wish.repositoryIds ?? []).map(
        id => (repository: RepositoryRecord) => repository.id === id,
      ),
    ];
    return wanted.map(isWanted => {
      const found = all.find(isWanted);
      if (!found) {
        throw unprocessable(
          'There is at least one repository that does not exist or is not accessible to the parent installation.',
        );
      }
      return found;
    });
  }
}

function covers(
  installation: InstallationRecord,
  { owner, name }: RepositoryRecord,
): boolean {
  if (installation.repositories === null) {
    return sameName(installation.owner, owner);
  }
  return installation.repositories.some(own =>
    sameName(own, `${owner}/${name}`),
  );
}

function narrowGrants(app: AppRecord, wish: Grants | undefined): Grants {
  if (!wish) return app.permissions;
  for (const [area, level] of Object.entries(wish)) {
    const granted = LEVELS.indexOf(app.permissions[area] ?? '');
    if (LEVELS.indexOf(level) > granted) {
      throw unprocessable(
        'The permissions requested are not granted to this installation.',
      );
    }
  }
  return { metadata: 'read', ...wish };
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
