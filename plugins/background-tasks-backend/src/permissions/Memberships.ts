import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  RELATION_CHILD_OF,
  RELATION_MEMBER_OF,
  type Entity,
} from '@backstage/catalog-model';
import { invalid } from '../tasks/invalid';
import type { EntityReader } from './EntityReader';
import { ExpiringCache } from './ExpiringCache';
import type { Principal } from './Project';

/** How long somebody keeps a membership that the catalog no longer shows. */
const CACHE_MS = 30_000;
/** Groups within groups are followed so far up, against circles. */
const MAX_DEPTH = 20;

/** Finds out which groups a user belongs to, with all groups that these are part of. */
export class Memberships {
  private readonly options: {
    userInfo: UserInfoService;
    entities: Pick<EntityReader, 'read'>;
  };
  private readonly cache = new ExpiringCache<Principal>(CACHE_MS);
  private readonly absent = new ExpiringCache<Principal>(CACHE_MS);

  constructor(options: {
    userInfo: UserInfoService;
    entities: Pick<EntityReader, 'read'>;
  }) {
    this.options = options;
  }

  async principalOf(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<Principal> {
    const { userEntityRef } = credentials.principal;
    return this.cache.get(userEntityRef, async () => {
      const [info, groups] = await Promise.all([
        this.options.userInfo.getUserInfo(credentials),
        this.groupsOf(userEntityRef),
      ]);
      const claims = [
        ...new Set([userEntityRef, ...info.ownershipEntityRefs, ...groups]),
      ];
      const memberOf = await this.groupsAbove(claims);
      return { userEntityRef, claims, memberOf };
    });
  }

  /**
   * A user who is not there themselves: all that is known of them is what the catalog says.
   *
   * @throws InputError where the catalog has no such user
   */
  async principalOfUser(userEntityRef: string): Promise<Principal> {
    return this.absent.get(userEntityRef, async () => {
      const user = await this.options.entities.read(userEntityRef);
      if (user?.kind.toLowerCase() !== 'user') {
        throw invalid(
          'onBehalfOf',
          `no user '${userEntityRef}' was found in the catalog`,
        );
      }
      const claims = [userEntityRef, ...parents(user)];
      const memberOf = await this.groupsAbove(claims);
      return { userEntityRef, claims, memberOf };
    });
  }

  private async groupsOf(userEntityRef: string): Promise<string[]> {
    const user = await this.options.entities.read(userEntityRef);
    return user ? parents(user) : [];
  }

  private async groupsAbove(refs: string[]): Promise<Set<string>> {
    const found = new Set<string>(refs);
    let level = [...found];
    for (let depth = 0; level.length > 0 && depth < MAX_DEPTH; depth++) {
      const items = await Promise.all(
        level.map(ref => this.options.entities.read(ref)),
      );
      const above = items.flatMap(entity => (entity ? parents(entity) : []));
      level = [...new Set(above)].filter(ref => !found.has(ref));
      for (const ref of level) found.add(ref);
    }
    return found;
  }
}

function parents(entity: Entity): string[] {
  return (entity.relations ?? [])
    .filter(
      ({ type }) => type === RELATION_MEMBER_OF || type === RELATION_CHILD_OF,
    )
    .map(({ targetRef }) => targetRef);
}
