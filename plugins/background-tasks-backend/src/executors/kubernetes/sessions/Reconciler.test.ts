import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '../../../__testUtils__/databases';
import { DatabaseResourceStore, DatabaseTaskStore } from '../../../store';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import { INSTANCE_LABEL, RUN_LABEL, type Cluster } from '../clusters';
import { Reconciler } from './Reconciler';

const databases = testDatabases();
const SESSIONS =
  '/apis/vteam.ambient-code/v1alpha1/namespaces/tasks/agenticsessions';
const [JOBS, MAPS] = ['/apis/batch/v1/jobs', '/api/v1/configmaps'];
const job = (name: string) =>
  `/apis/batch/v1/namespaces/tasks/jobs/${name}` as const;

const left = (name: string) => ({
  metadata: {
    name,
    namespace: 'tasks',
    uid: `uid-of-${name}`,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { [INSTANCE_LABEL]: 'i', [RUN_LABEL]: 'nobody-knows' },
  },
});

describe('a sweep through the clusters', () => {
  const servers: FakeApiServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  const start = async () => {
    const server = await FakeApiServer.start();
    servers.push(server);
    server.objects.set(MAPS, { metadata: {}, items: [] });
    server.objects.set(JOBS, { metadata: {}, items: [] });
    return server;
  };
  /** A sweep over these clusters, and sessions of tasks that are deleted, by the name of their cluster. */
  const sweeping = async (clusters: Cluster[], sessions: string[][]) => {
    const db = await databases.init('SQLITE_3');
    await DatabaseTaskStore.create({ database: { getClient: async () => db } });
    const resources = new DatabaseResourceStore(db);
    for (const [cluster, name] of sessions) {
      await resources.put({
        kind: 'session',
        ownerUid: `task-of-${name}`,
        namespace: 'tasks',
        uid: `uid-of-${name}`,
        specHash: null,
        synced: true,
        gone: false,
        cluster,
        name,
      });
    }
    const ignore = () => undefined;
    const logger = mockServices.logger.mock();
    const reconciler = new Reconciler({
      clusters,
      resources,
      logger,
      clusterNamed: wanted => clusters.find(({ name }) => name === wanted),
      mirror: { changed: ignore },
      applied: {
        consider: async () => undefined,
        retain: ignore,
        forget: ignore,
        forgetAll: ignore,
      },
      templates: { listed: ignore, seen: ignore, deleted: ignore },
      sessionGone: async () => undefined,
      sweepNamespaces: async cluster => {
        await cluster.json({ method: 'GET', path: MAPS });
      },
      retentionMs: 1,
    });
    return { reconciler, resources, logger };
  };

  it('goes on where a cluster does not answer, and comes back to what it could not delete there', async () => {
    const [away, here] = [await start(), await start()];
    const clusters = [
      away.cluster({ name: 'away' }),
      here.cluster({ name: 'here' }),
    ];
    await away.close();
    here.objects.set(JOBS, { metadata: {}, items: [left('lost-job')] });
    here.objects.set(job('lost-job'), {});
    here.objects.set(`${SESSIONS}/three`, {});
    const { reconciler, resources, logger } = await sweeping(clusters, [
      ['away', 'one'],
      ['away', 'two'],
      // With those more than it looks at in one go.
      ...Array.from({ length: 200 }, (_, n) => ['away', `more-${n}`]),
      ['here', 'three'],
    ]);
    await reconciler.sweep();

    expect(here.writes).toEqual([
      `DELETE ${SESSIONS}/three`,
      `DELETE ${job('lost-job')}`,
    ]);
    for (const name of ['one', 'two']) {
      expect(await resources.byUid(`uid-of-${name}`)).toMatchObject({
        gone: false,
      });
    }
    expect(await resources.byUid('uid-of-three')).toBeUndefined();
    // Of what is to be deleted there one thing was tried, not each.
    expect(logger.warn).toHaveBeenCalledTimes(3);
  });

  it('deletes the rest where something may not be deleted, and that when it may', async () => {
    const server = await start();
    const cluster = server.cluster();
    for (const name of ['one', 'two']) {
      server.objects.set(`${SESSIONS}/${name}`, {});
    }
    const jobs = ['closed-job', 'lost-job'];
    server.objects.set(JOBS, { metadata: {}, items: jobs.map(left) });
    for (const name of jobs) server.objects.set(job(name), {});
    const closed = [`${SESSIONS}/one`, job('closed-job')];
    server.refuse = ({ method, path }) =>
      method === 'DELETE' && closed.includes(path) ? 403 : undefined;
    const { reconciler, resources } = await sweeping(
      [cluster],
      [
        ['here', 'one'],
        ['here', 'two'],
      ],
    );
    await reconciler.sweep();
    expect([...server.objects.keys()].sort()).toEqual(
      [...closed, JOBS, MAPS].sort(),
    );

    server.refuse = () => undefined;
    await reconciler.sweep();
    expect([...server.objects.keys()].sort()).toEqual([JOBS, MAPS].sort());
    expect(await resources.byUid('uid-of-one')).toBeUndefined();
  });
});
