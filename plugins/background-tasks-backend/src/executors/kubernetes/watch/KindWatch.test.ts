import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { until } from '../../../__testUtils__/until';
import { Cluster } from '../clusters';
import { readKubernetes } from '../readKubernetes';
import { KindWatch } from './KindWatch';

const config = {
  executor: 'kubernetes',
  kubernetes: {
    clusters: [{ name: 'here', inCluster: true }],
    runnerImage: 'runner:1',
  },
};

/** An API server that has one list, and hands each watch to the test. */
class FakeServer {
  readonly asked: string[] = [];
  readonly watches: ServerResponse[] = [];
  version = '10';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeServer> {
    const server = createServer();
    const fake = new FakeServer(server);
    server.on('request', (request, response) => {
      const url = request.url ?? '';
      fake.asked.push(url);
      response.writeHead(200, { 'content-type': 'application/json' });
      if (url.includes('watch=true')) {
        response.flushHeaders();
        fake.watches.push(response);
        return;
      }
      response.end(
        JSON.stringify({
          metadata: { resourceVersion: fake.version },
          items: [{ name: `listed at ${fake.version}` }],
        }),
      );
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  get url(): string {
    const address: AddressInfo | string | null = this.server.address();
    return typeof address === 'object' && address
      ? `http://127.0.0.1:${address.port}`
      : '';
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}

function say(watch: ServerResponse, type: string, version: string) {
  const metadata = { resourceVersion: version };
  watch.write(
    `${JSON.stringify({ type, object: { metadata, name: type } })}\n`,
  );
}

describe('KindWatch', () => {
  let server: FakeServer;
  let watch: KindWatch<{ name: string }>;
  let cluster: Cluster;
  const heard: string[] = [];

  beforeEach(async () => {
    heard.length = 0;
    server = await FakeServer.start();
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: 'fake', server: server.url, skipTLSVerify: true },
      { name: 'fake' },
    );
    const settings = readKubernetes(
      new ConfigReader({ backgroundTasks: config }),
    );
    if (!settings) throw new Error('There are no settings');
    cluster = new Cluster({
      name: 'fake',
      kubeConfig,
      instance: 'i',
      settings,
    });
    watch = new KindWatch<{ name: string }>({
      cluster,
      path: '/things',
      parse: raw =>
        typeof raw === 'object' && raw !== null && 'name' in raw
          ? { name: String(raw.name) }
          : undefined,
      onList: objects => heard.push(...objects.map(({ name }) => name)),
      onEvent: ({ type }) => heard.push(type),
      logger: mockServices.logger.mock(),
    });
    watch.start();
  });
  afterEach(async () => {
    await watch.stop();
    cluster.close();
    await server.close();
  });

  it('goes on from the last version that it heard of, also by bookmarks', async () => {
    const first = await until(async () => server.watches[0]);
    say(first, 'ADDED', '11');
    say(first, 'BOOKMARK', '20');
    await until(async () => heard.includes('ADDED'));
    first.end();
    await until(async () => server.watches[1]);
    expect(heard).toEqual(['listed at 10', 'ADDED']);
    expect(server.asked.at(-1)).toContain('resourceVersion=20');
  });

  it('lists anew where the server has forgotten that version', async () => {
    const first = await until(async () => server.watches[0]);
    server.version = '30';
    const gone = { type: 'ERROR', object: { code: 410, message: 'too old' } };
    first.write(`${JSON.stringify(gone)}\n`);
    await until(async () => server.watches[1]);
    expect(heard).toEqual(['listed at 10', 'listed at 30']);
    expect(server.asked.at(-1)).toContain('resourceVersion=30');
  });

  it('comes back where the connection breaks in the middle of a line', async () => {
    const first = await until(async () => server.watches[0]);
    say(first, 'ADDED', '11');
    first.write('{"type":"MODI');
    await until(async () => heard.includes('ADDED'));
    first.destroy();
    const second = await until(async () => server.watches[1]);
    say(second, 'MODIFIED', '12');
    await until(async () => heard.includes('MODIFIED'));
    expect(server.asked.at(-1)).toContain('resourceVersion=11');
  });
});
