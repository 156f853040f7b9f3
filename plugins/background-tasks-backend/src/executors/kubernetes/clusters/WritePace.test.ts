import { createServer, type Server } from 'node:http';
import { clusterAt } from '../__testUtils__/clusterAt';
import type { Cluster } from './Cluster';
import type { WritePriority } from './WritePace';

jest.setTimeout(60_000);

const PER_SECOND = 20;

type Written = { at: number; method: string; path: string; body: string };

/** An API server that notes what is written. */
async function startServer() {
  const written: Written[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    written.push({
      at: performance.now(),
      method: request.method ?? '',
      path: request.url ?? '',
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{}');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = () =>
    new Promise(resolve => {
      server.closeAllConnections();
      server.close(resolve);
    });
  return { written, url: `http://127.0.0.1:${port}`, close };
}

function mostInASecond(written: readonly Written[]): number {
  return Math.max(
    ...written.map(
      ({ at }) =>
        written.filter(other => other.at >= at && other.at < at + 1_000).length,
    ),
  );
}

describe('all writes to a cluster', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let cluster: Cluster;

  beforeEach(async () => {
    server = await startServer();
    cluster = clusterAt(server.url);
  });
  afterEach(async () => {
    cluster.close();
    await server.close();
  });

  const post = (
    namespace: string,
    kind: string,
    priority?: WritePriority,
    signal?: AbortSignal,
  ) =>
    cluster.json({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/${kind}`,
      body: '{}',
      priority,
      signal,
    });
  const placeOf = (path: string) =>
    server.written.findIndex(written => written.path.includes(path));

  it('keep to their pace, whoever sends them, and what ends a run waits for nobody', async () => {
    const mirrored = Array.from({ length: 60 }, (_, n) =>
      post('a', `status-${n}`, 'mirror'),
    );
    const begun = Array.from({ length: 60 }, () =>
      cluster.core.createNamespacedConfigMap({ namespace: 'a', body: {} }),
    );
    // Another project's run does not wait for all of the first one's.
    const other = post('b', 'configmaps');
    const stopped = cluster.batch.deleteNamespacedJob({
      namespace: 'a',
      name: 'late',
    });
    const read = cluster.json({ method: 'GET', path: '/api/v1/things' });
    await read;
    expect(server.written.length).toBeLessThanOrEqual(PER_SECOND + 1);
    await Promise.all([...mirrored, ...begun, other, stopped]);

    expect(
      mostInASecond(server.written.filter(({ method }) => method !== 'GET')),
    ).toBeLessThanOrEqual(PER_SECOND);
    // What was told first had the room that there was; what came then went before all that still waited.
    expect(placeOf('/jobs/late')).toBeLessThanOrEqual(PER_SECOND);
    expect(placeOf('/namespaces/b/')).toBeLessThanOrEqual(PER_SECOND + 2);
    const told = server.written.flatMap(({ path }, index) =>
      path.includes('status-') ? [index] : [],
    );
    const lastBegun = server.written.findLastIndex(({ path }) =>
      path.includes('/namespaces/a/configmaps'),
    );
    // While runs begin, some is told all the same; most of it afterwards.
    expect(told.filter(index => index < lastBegun).length).toBeLessThan(40);
    expect(told.filter(index => index < lastBegun).length).toBeGreaterThan(20);
  });

  it('say what is so when their turn comes, and not at all if it is no longer wanted', async () => {
    const first = Array.from({ length: PER_SECOND }, (_, n) =>
      post('a', `first-${n}`),
    );
    let state = 'early';
    const late = cluster.json({
      method: 'PATCH',
      path: '/api/v1/namespaces/a/state',
      body: () => state,
      priority: 'mirror',
    });
    const abort = new AbortController();
    const unwanted = post('a', 'unwanted', 'mirror', abort.signal);
    state = 'late';
    abort.abort(new Error('not wanted'));
    await expect(unwanted).rejects.toThrow('not wanted');
    await Promise.all([...first, late]);

    expect(server.written.find(({ method }) => method === 'PATCH')?.body).toBe(
      'late',
    );
    expect(placeOf('unwanted')).toBe(-1);
  });

  it('that wait are given up when the cluster is', async () => {
    const all = Array.from({ length: 3 * PER_SECOND }, (_, n) =>
      post('a', `one-${n}`),
    );
    const outcomes = Promise.allSettled(all);
    cluster.close();
    const refused = (await outcomes).filter(
      ({ status }) => status === 'rejected',
    );
    expect(refused.length).toBeGreaterThanOrEqual(2 * PER_SECOND);
    await expect(post('a', 'later')).rejects.toThrow('was closed');
  });
});
