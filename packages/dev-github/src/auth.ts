import { createHash, timingSafeEqual } from 'node:crypto';
import {
  badCredentials,
  forbidden,
  notFound,
  requiresAuthentication,
} from './errors';
import { RepositoryRecord, sameName, State, TokenRecord } from './state';
import { AddTokenOptions, Permission } from './types';

const STRENGTH: Record<Permission, number> = {
  none: 0,
  read: 1,
  write: 2,
  admin: 3,
};

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
    // All tokens are compared, so that the time tells nothing about a match
    let found: TokenRecord | undefined;
    for (const token of this.state.tokens) {
      if (timingSafeEqual(hash, Buffer.from(token.hash, 'hex'))) found = token;
    }
    if (!found) throw badCredentials();
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

  /** The weaker of the token's scope and its login's permission. */
  rightsOf(
    repository: RepositoryRecord,
    token: TokenRecord | undefined,
  ): Permission {
    const publicRight: Permission = repository.private ? 'none' : 'read';
    if (!token || !covers(token, repository)) return publicRight;
    const permission = this.permissionOf(repository, token.login);
    const limited =
      token.scope === 'read' ? weaker(permission, 'read') : permission;
    return stronger(publicRight, limited);
  }

  /** @throws ApiError 404 if the token may not see the repository */
  checkRead(repository: RepositoryRecord, token?: TokenRecord): void {
    if (this.rightsOf(repository, token) === 'none') throw notFound();
  }

  /**
   * The token, if it may write there.
   *
   * @throws ApiError 404, 401 or 403 otherwise
   */
  checkWrite(repository: RepositoryRecord, token?: TokenRecord): TokenRecord {
    this.checkRead(repository, token);
    if (!token) throw requiresAuthentication();
    if (STRENGTH[this.rightsOf(repository, token)] < STRENGTH.write) {
      throw forbidden();
    }
    return token;
  }
}

function covers(token: TokenRecord, repository: RepositoryRecord): boolean {
  const fullName = `${repository.owner}/${repository.name}`;
  return token.repositories?.some(name => sameName(name, fullName)) ?? true;
}

function stronger(one: Permission, other: Permission): Permission {
  return STRENGTH[one] >= STRENGTH[other] ? one : other;
}

function weaker(one: Permission, other: Permission): Permission {
  return STRENGTH[one] <= STRENGTH[other] ? one : other;
}

function readSecret(header: string): string | undefined {
  const match = /^(token|bearer|basic) +(\S+)$/i.exec(header.trim());
  if (!match) return undefined;
  const [, scheme, value] = match;
  if (scheme.toLocaleLowerCase('en-US') !== 'basic') return value;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? undefined : pair.slice(colon + 1);
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
