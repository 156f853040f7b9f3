import { mockServices } from '@backstage/backend-test-utils';
import { until } from '../../__testUtils__/until';
import type { RunUpdate } from '@background-tasks/plugin-background-tasks-node';
import type { Kubeconfig } from './__testUtils__/asBackend';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { kubeconfigAt } from './__testUtils__/kubeconfigAt';
import { runFacts } from './__testUtils__/runFacts';
import { Clusters, INSTANCE_LABEL, RUN_LABEL } from './clusters';
import { KubernetesExecutor } from './KubernetesExecutor';
import { settingsOf } from './sessions/__testUtils__/worldParts';
import type { KubernetesSettings } from './settings';

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

const runSession = { name: 'one', namespace: 'tasks', uid: 'uid-of-one' };
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

describe('a run in a cluster', () => {
  let server: FakeApiServer;
  let kubeconfig: Kubeconfig;
  beforeEach(async () => {
    server = await FakeApiServer.start();
    kubeconfig = await kubeconfigAt(server.url);
  });
  afterEach(async () => {
    await kubeconfig.remove();
    await server.close();
  });

  const put = (path: string, ...items: object[]) =>
    server.objects.set(path, { metadata: { resourceVersion: '1' }, items });
  const executorWith = (
    changed: Partial<KubernetesSettings> = {},
    emitted: { name: string; message: string }[] = [],
  ) => {
    const settings = { ...settingsOf(kubeconfig.file), ...changed };
    return new KubernetesExecutor({
      settings,
      clusters: Clusters.create({ settings, instance: 'i' }),
      sessions: {
        ensure: async () => runSession,
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
    const executor = executorWith({}, emitted);
    const abort = new AbortController();
    const said: string[] = [];
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

  it('is that of its first Pod: another one is deleted, and nothing that it says is heard', async () => {
    const clone = (text: string, seq: number) =>
      logLine({ seq, ...saying(text) });
    const first = runningPod('one-job-first', '2026-01-02T00:00:00Z');
    // By its age it would be the first.
    const second = runningPod('one-job-second', '2026-01-01T00:00:00Z');
    put('/apis/batch/v1/jobs', { metadata: metadataOf('one-job') });
    put('/api/v1/pods', first);
    put('/api/v1/events');
    server.objects.set(pathOf(second), second);
    server.logs.set(`${pathOf(first)}/log`, clone('ours', 1));
    server.logs.set(`${pathOf(second)}/log`, clone('theirs', 1));
    const executor = executorWith();
    const abort = new AbortController();
    const updates: RunUpdate[] = [];
    let cursor = '';
    const follow = async (from?: string) => {
      const { signal } = abort;
      for await (const batch of executor.follow(handle, {
        signal,
        cursor: from,
      })) {
        updates.push(...batch.updates);
        cursor = batch.cursor;
      }
    };
    const following = follow();
    try {
      await until(async () => textsOf(updates).length === 1);
      await until(async () => server.say('/api/v1/pods', second));
      await until(async () =>
        server.writes.includes(`DELETE ${pathOf(second)}`),
      );
      server.logs.set(
        `${pathOf(first)}/log`,
        clone('ours', 1) + clone('ours again', 2),
      );
      await until(async () => textsOf(updates).length === 2);
      abort.abort();
      await following;
    } finally {
      abort.abort();
      await following;
      await executor.close();
    }

    // After a restart there is only another one left, which was deleted in vain.
    server.objects.set(pathOf(second), second);
    put('/api/v1/pods', second);
    const later = executorWith();
    for await (const batch of later.follow(handle, {
      cursor,
      signal: AbortSignal.timeout(30_000),
    })) {
      updates.push(...batch.updates);
    }
    await until(async () => !server.objects.has(pathOf(second)));
    await later.close();

    expect(textsOf(updates)).toEqual(['ours', 'ours again']);
    expect(updates.at(-1)).toMatchObject({ type: 'end', reason: 'lost' });
    expect(
      server.asked.filter(({ path }) => path === `${pathOf(second)}/log`),
    ).toEqual([]);
  });

  it.each([
    ['what its template or component says', 'tools/java:21', 'tools/java:21'],
    ['what its project has', undefined, 'projects/own:1'],
  ])('runs foreign code in the image of %s', async (_, image, expected) => {
    const executor = executorWith({
      image: 'example/all:1',
      projects: new Map([['p', { image: 'projects/own:1' }]]),
    });
    const { spec, secrets } = runFacts;
    await executor.start({ spec, secrets, image });
    await executor.close();
    const made = server.asked.find(
      ({ method, path }) => method === 'POST' && path.endsWith('/jobs'),
    );
    const pod = JSON.parse(made?.body ?? '').spec.template.spec;
    const images = [...pod.initContainers, ...pod.containers].flatMap(
      ({ name, image: of }) =>
        ['baseline', 'agent', 'validate'].includes(name) ? [of] : [],
    );
    expect(images).toEqual([expected, expected, expected]);
  });
});

function pathOf({ metadata }: ReturnType<typeof runningPod>): string {
  return `/api/v1/namespaces/tasks/pods/${metadata.name}`;
}

function runningPod(name: string, creationTimestamp: string) {
  return {
    metadata: { ...metadataOf(name), creationTimestamp },
    spec: { nodeName: 'node', containers: [{ name: 'clone' }] },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'clone', state: { running: {} } }],
    },
  };
}

function saying(text: string) {
  const time = '2026-01-02T00:00:00.000Z';
  return { time, phase: 'clone', type: 'log', stream: 'stdout', text };
}

/** As the API gives out what a container printed. */
function logLine(event: ReturnType<typeof saying> & { seq: number }): string {
  return `${event.time} ${JSON.stringify(event)}\n`;
}

function textsOf(updates: RunUpdate[]): string[] {
  return updates.flatMap(update =>
    update.type === 'event' && update.event.type === 'log'
      ? [update.event.text]
      : [],
  );
}
