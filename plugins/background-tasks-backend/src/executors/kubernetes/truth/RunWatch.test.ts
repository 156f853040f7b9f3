import { createServer, type Server, type ServerResponse } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import { until } from '../../../__testUtils__/until';
import { clusterAt } from '../__testUtils__/clusterAt';
import { INSTANCE_LABEL, Reach, RUN_LABEL, type Cluster } from '../clusters';
import { RunObserver } from '../follow/RunObserver';
import { RunWatch } from './RunWatch';

jest.setTimeout(60_000);

const TASKS = 500;

/** An API server with lists by path, whose watches the test speaks on. */
class FakeServer {
  readonly asked: string[] = [];
  readonly watches = new Map<string, ServerResponse>();
  readonly lists = new Map<string, object[]>();
  /** Where nobody may look. */
  readonly closed = new Set<string>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeServer> {
    const server = createServer();
    const fake = new FakeServer(server);
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '', 'http://server');
      fake.asked.push(`${url.pathname}${url.search}`);
      if (fake.closed.has(url.pathname)) {
        response.writeHead(403).end('{"message": "forbidden"}');
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      if (url.searchParams.has('watch')) {
        response.flushHeaders();
        fake.watches.set(url.pathname, response);
        return;
      }
      const items = fake.lists.get(url.pathname) ?? [];
      response.end(
        JSON.stringify({ metadata: { resourceVersion: '1' }, items }),
      );
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  cluster(reach?: Reach): Cluster {
    const address = this.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return clusterAt(`http://127.0.0.1:${port}`, {
      reach,
      settings: { imagePullGrace: { milliseconds: 1 } },
    });
  }

  say(path: string, object: object): void {
    this.watches
      .get(path)
      ?.write(`${JSON.stringify({ type: 'ADDED', object })}\n`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }
}

function metadataOf(name: string, run: string, namespace = 'tasks') {
  return {
    name,
    namespace,
    uid: `uid-of-${name}`,
    resourceVersion: '2',
    creationTimestamp: new Date().toISOString(),
    labels: { [INSTANCE_LABEL]: 'i', [RUN_LABEL]: run },
  };
}

function warning(kind: string, name: string, reason: string, message: string) {
  return {
    metadata: { name: `${name}.${reason}`, resourceVersion: '3' },
    type: 'Warning',
    reason,
    message,
    involvedObject: { kind, name, uid: `uid-of-${name}` },
  };
}

describe('what is seen of runs', () => {
  let server: FakeServer;
  let cluster: Cluster | undefined;
  let watch: RunWatch | undefined;
  const abort = new AbortController();

  beforeEach(async () => {
    server = await FakeServer.start();
  });
  afterEach(async () => {
    await watch?.stop();
    cluster?.close();
    await server.close();
  });

  const begin = (reach?: Reach) => {
    cluster = server.cluster(reach);
    watch = new RunWatch(cluster, mockServices.logger.mock());
    watch.start();
    return { cluster, watch };
  };
  const waitingPod = (run: string) => ({
    metadata: metadataOf(`${run}-job-abcde`, run),
    spec: { containers: [{ name: 'clone' }] },
    status: { phase: 'Pending' },
  });

  it('takes no request for each of them, however many wait, and yet knows why they do', async () => {
    const runs = Array.from({ length: TASKS }, (_, n) => `run-${n}`);
    server.lists.set('/api/v1/pods', runs.slice(1).map(waitingPod));
    server.lists.set(
      '/apis/batch/v1/jobs',
      runs.map(run => ({ metadata: metadataOf(`${run}-job`, run) })),
    );
    const begun = begin();
    const observers = runs.map(
      run =>
        new RunObserver(
          {
            run,
            cluster: begun.cluster,
            namespace: 'tasks',
            job: `${run}-job`,
          },
          begun.watch,
          mockServices.logger.mock(),
          abort.signal,
        ),
    );
    await Promise.all(observers.map(observer => observer.ready()));
    await until(async () => server.watches.size === 3);
    // What concerns others is not kept.
    server.say('/api/v1/events', warning('Pod', 'web-1', 'BackOff', 'others'));
    server.say(
      '/api/v1/events',
      warning('Job', 'run-0-job', 'FailedCreate', 'no pods are let in'),
    );
    await until(
      async () => begun.watch.warningsOf('uid-of-run-0-job').length === 1,
    );
    const before = server.asked.length;
    const look = () =>
      Promise.all(
        observers.map(observer => observer.verdict('clone', undefined)),
      );
    const first = await until(async () => {
      const verdicts = await look();
      return verdicts[0].type === 'over' && verdicts;
    });

    expect(first[0]).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('no pods are let in'),
    });
    expect(first.slice(1).every(({ type }) => type === 'going')).toBe(true);
    expect(server.asked.length - before).toBe(0);
    // One list and one watch for each of the three kinds.
    expect(server.asked).toHaveLength(6);
    expect(begun.watch.warningsOf('uid-of-web-1')).toEqual([]);
  });

  it('keeps what is warned of within bounds, and the newest of it', async () => {
    const begun = begin();
    await until(async () => server.watches.get('/api/v1/events'));
    for (let n = 0; n < 5_000; n++) {
      server.say(
        '/api/v1/events',
        warning('Pod', `flood-${n}-job-abcde`, 'BackOff', 'again'),
      );
    }
    for (let n = 0; n < 20; n++) {
      server.say(
        '/api/v1/events',
        warning('Pod', 'one-job-abcde', `Reason${n}`, 'x'.repeat(5_000)),
      );
    }
    const kept = await until(async () => {
      const warnings = begun.watch.warningsOf('uid-of-one-job-abcde');
      return warnings.at(-1)?.reason === 'Reason19' && warnings;
    });

    expect(kept.length).toBeLessThanOrEqual(10);
    expect(kept.every(({ message = '' }) => message.length <= 1_000)).toBe(
      true,
    );
    expect(begun.watch.warningsOf('uid-of-flood-0-job-abcde')).toEqual([]);
    expect(begun.watch.warningsOf('uid-of-flood-4999-job-abcde')).toHaveLength(
      1,
    );
  });

  it('is seen in the namespaces that are named alone, each by itself, where we may look nowhere else', async () => {
    const at = (namespace: string, plural: string) =>
      plural === 'jobs'
        ? `/apis/batch/v1/namespaces/${namespace}/jobs`
        : `/api/v1/namespaces/${namespace}/${plural}`;
    server.closed.add(at('closed', 'pods'));
    server.lists.set(at('one', 'pods'), [
      { ...waitingPod('a'), metadata: metadataOf('a-job-abcde', 'a', 'one') },
    ]);
    const begun = begin(Reach.of(['one', 'closed']));
    await until(async () => begun.watch.isReady('one'));
    expect(begun.watch.isReady('closed')).toBe(false);

    // A list of another namespace says nothing of this one.
    begun.watch.include('two');
    await until(async () => begun.watch.isReady('two'));
    expect([...begun.watch.of('a').pods.values()]).toEqual([
      expect.objectContaining({ gone: false }),
    ]);
    // Where it was refused it looks again at once when there is a reason to.
    await until(
      async () =>
        server.asked.filter(url => url.includes('closed/pods')).length > 1,
    );
    server.closed.clear();
    begun.watch.include('closed');
    await until(async () => begun.watch.isReady('closed'));
    expect(server.asked.filter(url => !url.includes('/namespaces/'))).toEqual(
      [],
    );
  });
});
