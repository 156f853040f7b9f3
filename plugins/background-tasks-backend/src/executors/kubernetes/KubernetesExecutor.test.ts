import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { until } from '../../__testUtils__/until';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { Clusters, INSTANCE_LABEL, RUN_LABEL } from './clusters';
import { KubernetesExecutor } from './KubernetesExecutor';
import { settingsOf } from './sessions/__testUtils__/worldParts';

jest.setTimeout(60_000);

const metadataOf = (name: string) => ({
  name,
  namespace: 'tasks',
  uid: `uid-of-${name}`,
  resourceVersion: '2',
  creationTimestamp: new Date().toISOString(),
  labels: { [INSTANCE_LABEL]: 'i', [RUN_LABEL]: 'run' },
});

const podFor = (status: object) => ({
  metadata: metadataOf('one-job-abcde'),
  spec: { containers: [{ name: 'clone', image: 'example/runner:1' }] },
  status: { phase: 'Pending', ...status },
});

const unscheduled = (message: string) =>
  podFor({ conditions: [{ type: 'PodScheduled', status: 'False', message }] });

describe('a run that cannot begin', () => {
  let server: FakeApiServer;
  let folder: string;
  beforeEach(async () => {
    server = await FakeApiServer.start();
    folder = await mkdtemp(join(tmpdir(), 'kubernetes-executor-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
    await server.close();
  });

  const put = (path: string, ...items: object[]) =>
    server.objects.set(path, { metadata: { resourceVersion: '1' }, items });
  const executorFor = async (emitted: { name: string; message: string }[]) => {
    const file = join(folder, 'kubeconfig');
    await writeFile(
      file,
      JSON.stringify({
        clusters: [
          {
            name: 'test',
            cluster: { server: server.url, 'insecure-skip-tls-verify': true },
          },
        ],
        users: [{ name: 'test', user: {} }],
        contexts: [
          { name: 'test', context: { cluster: 'test', user: 'test' } },
        ],
        'current-context': 'test',
      }),
    );
    const settings = settingsOf(file);
    return new KubernetesExecutor({
      settings,
      clusters: Clusters.create({ settings, instance: 'i' }),
      sessions: {
        ensure: async () => ({ name: '', namespace: '', uid: '' }),
        emit: async (_, { name }, { message }) => {
          emitted.push({ name, message });
        },
      },
      logger: mockServices.logger.mock(),
    });
  };

  it('says within seconds what it waits for, once for each reason, in its log and on its session', async () => {
    put('/apis/batch/v1/jobs', { metadata: metadataOf('one-job') });
    put('/api/v1/pods', unscheduled('No node is large enough.'));
    put('/api/v1/events');
    const emitted: { name: string; message: string }[] = [];
    const executor = await executorFor(emitted);
    const abort = new AbortController();
    const said: string[] = [];
    const handle = {
      run: 'run',
      cluster: 'test',
      namespace: 'tasks',
      session: 'one',
      sessionUid: 'uid-of-one',
      job: 'one-job',
      attempt: 1,
      bundleBytes: 1,
    };
    const following = (async () => {
      const { signal } = abort;
      for await (const { updates } of executor.follow(handle, { signal })) {
        for (const update of updates) {
          said.push(update.type === 'waiting' ? update.message : update.type);
        }
      }
    })();
    const begun = Date.now();
    try {
      await until(async () => said.length === 1);
      expect(Date.now() - begun).toBeLessThan(20_000);
      await until(async () => server.say('/api/v1/pods', podFor({})));
      server.say('/api/v1/pods', unscheduled('No node is large enough.'));
      const stuck = podFor({
        containerStatuses: [
          { name: 'clone', state: { waiting: { reason: 'ErrImagePull' } } },
        ],
      });
      server.say('/api/v1/pods', stuck);
      await until(async () => emitted.length === 2);

      expect(said).toEqual([
        expect.stringContaining('No node is large enough.'),
        expect.stringMatching(/'example\/runner:1'.*cannot be pulled/),
      ]);
      expect(emitted).toEqual(said.map(message => ({ name: 'one', message })));
    } finally {
      abort.abort();
      await following;
      await executor.close();
    }
  });
});
