import { createHash, timingSafeEqual } from 'node:crypto';
import {
  badCredentials,
  forbidden,
  forbiddenToIntegration,
  notFound,
  requiresAuthentication,
} from './errors';
import {
  Grants,
  RepositoryRecord,
  sameName,
  State,
  TokenRecord,
} from './state';
import { AddTokenOptions, Permission } from './types';

const STRENGTH: Record<Permission, number> = {
  none: 0,
  read: 1,
  write: 2,
  admin: 3,
};

/** Parts of a repository that GitHub Apps are given rights on one by one. */
export type Area = 'metadata' | 'contents' | 'pull_requests';

/** Decides who asks, and what they may do. */
export class Auth {
  constructor(private readonly state: State) {}

  addToken(options: AddTokenOptions): void {
    this.state.addUser(options.login);
    this.state.putToken({
      hash: hashOf(options.token).toString('hex'),
      login: options.login,
      scope: options.scope,
      repositories: options.repositories,
    });
    this.state.save();
  }

  /**
   * The token behind an `Authorization` header, undefined without a header.
   *
   * @throws ApiError 401 for a token that is not known
   */
  identify(header: string | undefined): TokenRecord | undefined {
    if (header === undefined) return undefined;
    const secret = readSecret(header);
    if (secret === undefined) throw badCredentials();
    const hash = hashOf(secret);
    const now = Date.now();
    // All tokens are compared, so that the time tells nothing about a match
    let found: TokenRecord | undefined;
    for (const token of this.state.tokens) {
      if (timingSafeEqual(hash, Buffer.from(token.hash, 'hex'))) found = token;
    }
    const expiresAt = found?.installation?.expiresAt ?? Infinity;
    if (!found || expiresAt <= now) throw badCredentials();
    return found;
  }

  /** What was set for the login, or else what its tokens allow. */
  permissionOf(repository: RepositoryRecord, login: string): Permission {
    const set = repository.permissions.find(entry =>
      sameName(entry.login, login),
    );
    if (set) return set.permission;
    if (sameName(repository.owner, login)) return 'admin';
    let permission: Permission = repository.private ? 'none' : 'read';
    for (const token of this.state.tokens) {
      if (sameName(token.login, login) && covers(token, repository)) {
        permission = stronger(permission, token.scope);
      }
    }
    return permission;
  }

  /**
   * The weaker of the token's scope and its login's permission; for a token of
   * a GitHub App, what was granted to it in that area.
   */
  rightsOf(
    repository: RepositoryRecord,
    token: TokenRecord | undefined,
    area: Area = 'contents',
  ): Permission {
    const publicRight: Permission = repository.private ? 'none' : 'read';
    if (!token || !covers(token, repository)) return publicRight;
    if (token.installation) {
      return stronger(publicRight, grantedIn(token.installation.grants, area));
    }
    const permission = this.permissionOf(repository, token.login);
    const limited =
      token.scope === 'read' ? weaker(permission, 'read') : permission;
    return stronger(publicRight, limited);
  }

  /** @throws ApiError 404 if the token may not see the repository, 403 if not that of it */
  checkRead(
    repository: RepositoryRecord,
    token?: TokenRecord,
    area: Area = 'metadata',
  ): void {
    if (this.rightsOf(repository, token, 'metadata') === 'none') {
      throw notFound();
    }
    if (this.rightsOf(repository, token, area) === 'none') {
      throw forbiddenToIntegration();
    }
  }

  /**
   * The token, if it may write there.
   *
   * @throws ApiError 404, 401 or 403 otherwise
   */
  checkWrite(
    repository: RepositoryRecord,
    token?: TokenRecord,
    area: Area = 'contents',
  ): TokenRecord {
    this.checkRead(repository, token);
    if (!token) throw requiresAuthentication();
    if (STRENGTH[this.rightsOf(repository, token, area)] < STRENGTH.write) {
      throw token.installation ? forbiddenToIntegration() : forbidden();
    }
    return token;
  }
}

/** Whoever is granted anything may read the metadata. */
function grantedIn(grants: Grants, area: Area): Permission {
  return grants[area] ?? (area === 'metadata' ? 'read' : 'none');
}

/** Whether the token is one for the repository, whatever it may do there. */
export function covers(
  token: TokenRecord,
  repository: RepositoryRecord,
): boolean {
  const owner = token.installation?.allOf;
  if (owner !== undefined) return sameName(owner, repository.owner);
  const fullName = `${repository.owner}/${repository.name}`;
  return token.repositories?.some(name => sameName(name, fullName)) ?? true;
}

function stronger(one: Permission, other: Permission): Permission {
  return STRENGTH[one] >= STRENGTH[other] ? one : other;
}

function weaker(one: Permission, other: Permission): Permission {
  return STRENGTH[one] <= STRENGTH[other] ? one : other;
}

/** The token of an `Authorization` header; undefined where it holds none. */
export function readSecret(header: string): string | undefined {
  const match = /^(token|bearer|basic) +(\S+)$/i.exec(header.trim());
  if (!match) return undefined;
  const [, scheme, value] = match;
  if (scheme.toLocaleLowerCase('en-US') !== 'basic') return value;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? undefined : pair.slice(colon + 1);
}

/** What is kept of a token. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
