import type {
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_MEMBER_OF,
  RELATION_OWNED_BY,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { TaskAuthor } from '@background-tasks/plugin-background-tasks-node';
import {
  PROVIDER_ANNOTATION,
  type AnnotationProblem,
  type ConfiguredCommand,
} from '@background-tasks/plugin-background-tasks-common';
import type { Request } from 'express';
import { z } from 'zod';
import { invalid } from '../tasks/invalid';
import {
  annotatedChecksOf,
  annotatedImageOf,
  problemsOf,
} from './annotatedChecks';
import type { EntityReader } from './EntityReader';
import { ExpiringCache } from './ExpiringCache';
import { sourceOf } from './Projects';

/**
 * The full entity ref of a user.
 *
 * @throws InputError that names the field
 */
export function toUserRef(field: string, ref: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(ref, { defaultKind: 'user' }));
  } catch {
    throw invalid(
      field,
      `'${ref.slice(
        0,
        100,
      )}' is neither an entity reference nor an e-mail address`,
    );
  }
}

/** How long a changed login stays unknown. */
const CACHE_MS = 60_000;

/** How long somebody keeps what an entity gave them that they no longer own. */
const OWNERS_CACHE_MS = 30_000;

/** Entities that the catalog is asked for in one call. */
const REFS_AT_ONCE = 500;

/** The annotation by which the catalog knows a user's login at GitHub. */
const LOGIN_ANNOTATION = 'github.com/user-login';

/** A catalog entity's repository, and what the entity's annotations say of tasks on it. */
export type EntityRepository = {
  url: string;
  checks: ConfiguredCommand[] | undefined;
  /** Of tasks that name none. */
  provider: string | undefined;
  image: string | undefined;
};

const profileSchema = z.object({
  displayName: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
});

/** What tasks need to know of catalog entities. */
export class CatalogLookup {
  private readonly logins = new ExpiringCache<string | undefined>(CACHE_MS);
  private readonly owners = new ExpiringCache<string[]>(OWNERS_CACHE_MS);
  private readonly owned = new ExpiringCache<string[]>(OWNERS_CACHE_MS);

  constructor(
    private readonly options: {
      auth: AuthService;
      catalog: CatalogService;
      httpAuth: HttpAuthService;
      entities: Pick<EntityReader, 'read'>;
    },
  ) {}

  /** The login at the code host of a user, where the catalog knows it. */
  async loginOf(userEntityRef: string): Promise<string | undefined> {
    return this.logins.get(userEntityRef, async () => {
      const user = await this.options.entities.read(userEntityRef);
      return user?.metadata.annotations?.[LOGIN_ANNOTATION];
    });
  }

  /** A user as commits can name them; undefined where the catalog does not know them. */
  async authorOf(userEntityRef: string): Promise<TaskAuthor | undefined> {
    const { auth, catalog } = this.options;
    const user = await catalog.getEntityByRef(userEntityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (!user) return undefined;
    const profile = profileSchema.safeParse(user.spec?.profile).data;
    return {
      name: profile?.displayName ?? user.metadata.title ?? user.metadata.name,
      login: user.metadata.annotations?.[LOGIN_ANNOTATION],
      email: profile?.email,
    };
  }

  /** The entity refs that own an entity; none where there is no such entity. */
  async ownersOf(entityRef: string): Promise<string[]> {
    const [owners] = await this.ownersOfEach([entityRef]);
    return owners;
  }

  /** The entity refs that own each of some entities, in their order. */
  async ownersOfEach(entityRefs: string[]): Promise<string[][]> {
    return Promise.all(
      entityRefs.map(entityRef =>
        this.owners.get(entityRef, async () => {
          const entity = await this.options.entities.read(entityRef);
          return (entity?.relations ?? [])
            .filter(({ type }) => type === RELATION_OWNED_BY)
            .map(({ targetRef }) => targetRef);
        }),
      ),
    );
  }

  /** The entities that one of these owns. */
  async ownedBy(claims: string[]): Promise<string[]> {
    if (claims.length === 0) return [];
    const key = [...claims].sort().join(' ');
    return this.owned.get(key, async () => {
      const { auth, catalog } = this.options;
      const { items } = await catalog.getEntities(
        {
          filter: claims.map(claim => ({ 'relations.ownedBy': claim })),
          fields: ['kind', 'metadata.namespace', 'metadata.name'],
        },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      return items.map(entity => stringifyEntityRef(entity));
    });
  }

  /**
   * The users that an entity ref or an e-mail address names, as entity refs.
   *
   * @throws InputError for what is neither
   */
  readonly usersNamed = async (creator: string): Promise<string[]> => {
    if (!creator.includes('@')) return [toUserRef('creator', creator)];
    const { auth, catalog } = this.options;
    const { items } = await catalog.getEntities(
      {
        filter: { kind: 'User', 'spec.profile.email': creator },
        fields: ['kind', 'metadata'],
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return items.map(user => stringifyEntityRef(user));
  };

  /** The groups that users are members of, by user, as far as the user of the request may know. */
  readonly teamsOf = async (
    users: string[],
    request: Request,
  ): Promise<ReadonlyMap<string, string[]>> => {
    const { catalog, httpAuth } = this.options;
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const teams = new Map<string, string[]>();
    for (let at = 0; at < users.length; at += REFS_AT_ONCE) {
      const entityRefs = users.slice(at, at + REFS_AT_ONCE);
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind', 'metadata', 'relations'] },
        { credentials },
      );
      for (const [index, user] of items.entries()) {
        const groups = (user?.relations ?? [])
          .filter(({ type }) => type === RELATION_MEMBER_OF)
          .map(({ targetRef }) => targetRef);
        teams.set(entityRefs[index], groups);
      }
    }
    return teams;
  };

  /**
   * The repository of an entity that the user of the request may see, and the checks that it names.
   *
   * @throws InputError where there is no such entity, it has no repository, or its checks are not understood
   */
  readonly repositoryOf = async (
    entityRef: string,
    request: Request,
  ): Promise<EntityRepository> => {
    const entity = await this.entityOf(entityRef, request);
    const url = sourceOf(entity);
    if (!url) {
      throw invalid(
        'entityRef',
        `'${entityRef}' has no repository: give it the annotation 'backstage.io/source-location'`,
      );
    }
    return {
      url,
      checks: annotatedChecksOf(entity),
      provider: entity.metadata.annotations?.[PROVIDER_ANNOTATION],
      image: annotatedImageOf(entity),
    };
  };

  /**
   * What is wrong with the annotations of an entity that the user of the request may see.
   *
   * @throws InputError where there is no such entity
   */
  readonly annotationProblemsOf = async (
    entityRef: string,
    request: Request,
  ): Promise<AnnotationProblem[]> =>
    problemsOf(await this.entityOf(entityRef, request));

  private async entityOf(entityRef: string, request: Request): Promise<Entity> {
    const { catalog, httpAuth } = this.options;
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: await httpAuth.credentials(request, {
        allow: ['user', 'service'],
      }),
    });
    if (entity) return entity;
    throw invalid(
      'entityRef',
      `no entity '${entityRef}' was found in the catalog: check its kind, namespace and name`,
    );
  }
}
