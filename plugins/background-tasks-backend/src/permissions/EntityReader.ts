import type { AuthService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import DataLoader from 'dataloader';

/** Who asks within so long shares a call: of many who come at once, each would else cost the catalog several. */
const GATHER_MS = 4;
/** Entities that the catalog is asked for in one call. */
const REFS_AT_ONCE = 500;

/** Reads entities of the catalog with the portal's own rights, those that are asked for in one moment in one call. */
export class EntityReader {
  private readonly loader: DataLoader<string, Entity | undefined>;

  constructor(options: { auth: AuthService; catalog: CatalogService }) {
    this.loader = new DataLoader(
      async entityRefs => readEach(options, [...entityRefs]),
      {
        cache: false,
        maxBatchSize: REFS_AT_ONCE,
        batchScheduleFn: read => setTimeout(read, GATHER_MS),
      },
    );
  }

  /** The kind, metadata and relations of an entity; undefined where there is none. */
  async read(entityRef: string): Promise<Entity | undefined> {
    return this.loader.load(entityRef);
  }
}

async function readEach(
  { auth, catalog }: { auth: AuthService; catalog: CatalogService },
  asked: string[],
): Promise<(Entity | undefined)[]> {
  const entityRefs = [...new Set(asked)];
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs, fields: ['kind', 'metadata', 'relations'] },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  const found = new Map(entityRefs.map((ref, index) => [ref, items[index]]));
  return asked.map(ref => found.get(ref));
}
