import type { LoggerService } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import type { ResourceStore } from '../../../store';
import {
  collectionIn,
  inPlace,
  INSTANCE_LABEL,
  RUN_LABEL,
  statusOf,
  unlessMissing,
  wordsOf,
  type Cluster,
} from '../clusters';
import { namesOf } from '../manifests';

const PAGE = 500;
/** What is just being made is not yet known everywhere. */
const MIN_AGE_MS = 60_000;
/**
 * By what a run is found: its Pods go with its Job, and its Secrets have names that follow from that of its spec, so
 * that we need no right to look at Secrets.
 */
const collections = [
  { root: '/apis/batch/v1', plural: 'jobs' },
  { root: '/api/v1', plural: 'configmaps' },
] as const;
const SPEC_NAME = /^(.+)-spec(?:-(\d+))?$/;
const SECRET_PHASES = ['clone', 'agent'];

const foundSchema = z.object({
  name: z.string(),
  namespace: z.string(),
  uid: z.string(),
  creationTimestamp: z.string(),
  deletionTimestamp: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
});

const listSchema = z.object({
  metadata: z.object({ continue: z.string().optional() }),
  // A list of metadata says null where there is nothing.
  items: z.array(z.object({ metadata: foundSchema })).nullish(),
});
type Found = z.infer<typeof foundSchema> & {
  root: string;
  plural: string;
};

type Options = {
  resources: Pick<ResourceStore, 'runStates'>;
  logger: LoggerService;
};

/**
 * Deletes what runs of this portal left behind: of runs that nobody knows, that another attempt has followed, or whose
 * task has ended and was cleaned up.
 *
 * @param now - in ms since 1970
 */
export async function deleteOrphans(
  cluster: Cluster,
  { resources, logger }: Options,
  now = Date.now(),
): Promise<number> {
  const found: Found[] = [];
  for (const collection of collections) {
    for (const place of cluster.reach.places) {
      const all = await inPlace(place, () =>
        list(cluster, collectionIn(collection, place)),
      );
      for (const metadata of all ?? []) {
        found.push({ ...metadata, ...collection });
      }
    }
  }
  const old = found.filter(
    ({ creationTimestamp, deletionTimestamp }) =>
      !deletionTimestamp && now - Date.parse(creationTimestamp) > MIN_AGE_MS,
  );
  const runs = [...new Set(old.map(({ labels }) => labels[RUN_LABEL]))];
  const states = await resources.runStates(runs);
  const orphans = old.filter(({ labels, plural }) => {
    const state = states.get(labels[RUN_LABEL]);
    if (!state || !state.latest) return true;
    // A Job that has ended stays a while, and the cluster removes it by its TTL.
    return state.ended && state.cleaned && plural !== 'jobs';
  });
  for (const orphan of orphans) {
    const what = `${orphan.plural} '${orphan.name}' in namespace '${orphan.namespace}'`;
    logger.info(`Deleting ${what}: it was left over by a run`);
    try {
      await remove(cluster, orphan);
    } catch (error) {
      // A cluster that does not answer would not for the next one either.
      if (statusOf(error) === undefined) throw error;
      logger.warn(`Deleting ${what} failed: ${wordsOf(error)}`);
    }
  }
  return orphans.length;
}

async function remove(
  cluster: Cluster,
  { root, plural, namespace, name, uid }: Found,
): Promise<void> {
  for (const secret of plural === 'configmaps' ? secretsOf(name) : []) {
    await unlessMissing(
      cluster.core.deleteNamespacedSecret({ name: secret, namespace }),
    );
  }
  await unlessMissing(
    cluster.json({
      method: 'DELETE',
      priority: 'mirror',
      path: `${root}/namespaces/${namespace}/${plural}/${name}`,
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid },
        propagationPolicy: 'Background',
      }),
    }),
  );
}

/** The Secrets of the run whose spec has this name. */
function secretsOf(spec: string): string[] {
  const [, session, attempt = '1'] = SPEC_NAME.exec(spec) ?? [];
  if (!session) return [];
  const names = namesOf(session, Number(attempt));
  return SECRET_PHASES.map(phase => names.secret(phase));
}

/** Names and labels alone. */
async function list(cluster: Cluster, path: string) {
  const found: z.infer<typeof foundSchema>[] = [];
  let token: string | undefined;
  do {
    const query = new URLSearchParams({
      labelSelector: `${INSTANCE_LABEL}=${cluster.instance},${RUN_LABEL}`,
      limit: String(PAGE),
      ...(token && { continue: token }),
    });
    const page = listSchema.parse(
      await cluster.json({
        method: 'GET',
        path: `${path}?${query}`,
        headers: {
          accept:
            'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
        },
      }),
    );
    found.push(...(page.items ?? []).map(({ metadata }) => metadata));
    token = page.metadata.continue || undefined;
  } while (token);
  return found;
}
