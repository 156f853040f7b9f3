import { createServer, type Server } from 'node:http';
import { clusterAt } from '../__testUtils__/clusterAt';
import type { Cluster } from '../clusters';
import type { RunAddress } from '../RunAddress';
import { describeRun } from './describeRun';

const address: RunAddress = {
  run: 'r',
  cluster: 'here',
  namespace: 'tasks',
  session: 'task-1',
  job: 'task-1-job',
  attempt: 1,
  bundleBytes: 1,
};
const sessionPath =
  '/apis/vteam.ambient-code/v1alpha1/namespaces/tasks/agenticsessions/task-1';
const jobPath = '/apis/batch/v1/namespaces/tasks/jobs/task-1-job';
const podsPath =
  '/api/v1/namespaces/tasks/pods?labelSelector=background-tasks/instance=i,background-tasks/run=r&limit=5';
const eventsPath = (uid: string) =>
  `/api/v1/namespaces/tasks/events?fieldSelector=involvedObject.uid=${uid}&limit=100`;

/** An API server that knows what was put into it, by path and query; the rest is not there. */
class FakeServer {
  readonly asked: string[] = [];
  readonly answers = new Map<string, object>();
  /** Refuses all, with this answer. */
  refusal: { code: number; message: string } | undefined;
  /** Takes requests, and answers none. */
  silent = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeServer> {
    const server = createServer();
    const fake = new FakeServer(server);
    server.on('request', (request, response) => {
      const url = decodeURIComponent(request.url ?? '');
      fake.asked.push(`${request.method} ${url}`);
      if (fake.silent) return;
      const answer = fake.answers.get(url);
      const { refusal } = fake;
      const code = refusal?.code ?? (answer ? 200 : 404);
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(refusal ?? answer ?? { message: 'not found' }),
      );
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  cluster(): Cluster {
    const at = this.server.address();
    const port = typeof at === 'object' && at ? at.port : 0;
    return clusterAt(`http://127.0.0.1:${port}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }
}

function metadataOf(name: string) {
  const creationTimestamp = '2026-01-01T00:00:00Z';
  return { uid: `uid-${name}`, name, namespace: 'tasks', creationTimestamp };
}

const session = {
  metadata: metadataOf('task-1'),
  spec: { prompt: 'what nobody is told' },
  status: { phase: 'Running' },
};
const job = {
  metadata: metadataOf('task-1-job'),
  spec: {},
  status: {
    conditions: [
      { type: 'Failed', status: 'True', reason: 'PodFailurePolicy' },
    ],
  },
};
const pod = {
  metadata: metadataOf('task-1-job-abcde'),
  spec: {
    containers: [
      { name: 'validate', env: [{ name: 'A', value: 'what nobody is told' }] },
    ],
  },
  status: {
    phase: 'Failed',
    reason: 'Evicted',
    initContainerStatuses: [
      {
        name: 'clone',
        restartCount: 1,
        state: {
          terminated: {
            exitCode: 137,
            reason: 'OOMKilled',
            message: 'what nobody is told',
          },
        },
      },
      { name: 'agent', restartCount: 0, state: { running: {} } },
    ],
    containerStatuses: [
      {
        name: 'validate',
        restartCount: 0,
        state: { waiting: { reason: 'PodInitializing' } },
      },
    ],
  },
};

function eventOf(reason: string, further: object = {}) {
  return {
    metadata: metadataOf(reason),
    type: 'Normal',
    reason,
    message: `It is ${reason}`,
    ...further,
  };
}

describe('the objects of a run', () => {
  let server: FakeServer;
  let cluster: Cluster;

  beforeEach(async () => {
    server = await FakeServer.start();
    cluster = server.cluster();
  });
  afterEach(async () => {
    cluster.close();
    await server.close();
  });

  it('are told with how they stand and what is said of them, and nothing of what they are given', async () => {
    server.answers.set(sessionPath, session);
    server.answers.set(jobPath, job);
    server.answers.set(podsPath, { items: [pod] });
    server.answers.set(eventsPath('uid-task-1'), { items: [] });
    server.answers.set(eventsPath('uid-task-1-job'), {
      items: [eventOf('old', { lastTimestamp: null, count: null })],
    });
    server.answers.set(eventsPath('uid-task-1-job-abcde'), {
      items: [
        eventOf('pulled', { lastTimestamp: '2026-01-01T00:01:00Z', count: 3 }),
        { reason: 'no event at all' },
        eventOf('seen', {
          type: 'Warning',
          eventTime: '2026-01-01T00:00:00.000000Z',
          series: {
            count: 7,
            lastObservedTime: '2026-01-01T00:02:00.000000Z',
          },
        }),
      ],
    });

    const objects = await describeRun(cluster, address);

    const place = {
      namespace: 'tasks',
      cluster: 'here',
      createdAt: '2026-01-01T00:00:00Z',
    };
    expect(objects).toEqual([
      {
        ...place,
        kind: 'AgenticSession',
        name: 'task-1',
        status: 'Running',
        events: [],
      },
      {
        ...place,
        kind: 'Job',
        name: 'task-1-job',
        status: 'Failed (PodFailurePolicy)',
        events: [
          {
            type: 'Normal',
            reason: 'old',
            message: 'It is old',
            count: 1,
            lastSeenAt: '2026-01-01T00:00:00Z',
          },
        ],
      },
      {
        ...place,
        kind: 'Pod',
        name: 'task-1-job-abcde',
        status: 'Failed (Evicted)',
        containers: [
          {
            name: 'clone',
            state: 'terminated',
            reason: 'OOMKilled',
            exitCode: 137,
            restartCount: 1,
          },
          {
            name: 'agent',
            state: 'running',
            reason: null,
            exitCode: null,
            restartCount: 0,
          },
          {
            name: 'validate',
            state: 'waiting',
            reason: 'PodInitializing',
            exitCode: null,
            restartCount: 0,
          },
        ],
        events: [
          expect.objectContaining({
            type: 'Warning',
            reason: 'seen',
            count: 7,
          }),
          expect.objectContaining({
            type: 'Normal',
            reason: 'pulled',
            count: 3,
          }),
        ],
      },
    ]);
    expect(JSON.stringify(objects)).not.toContain('what nobody is told');
    expect(server.asked).toHaveLength(6);
    expect(server.asked.every(asked => asked.startsWith('GET '))).toBe(true);
  });

  it('that are gone are left out, and one on its way out says so', async () => {
    await expect(describeRun(cluster, address)).resolves.toEqual([]);

    const deletionTimestamp = '2026-01-01T00:05:00Z';
    server.answers.set(sessionPath, { metadata: session.metadata });
    server.answers.set(podsPath, {
      items: [{ ...pod, metadata: { ...pod.metadata, deletionTimestamp } }],
    });
    const objects = await describeRun(cluster, address);
    expect(objects.map(({ kind, status }) => [kind, status])).toEqual([
      ['AgenticSession', 'Pending'],
      ['Pod', 'Terminating'],
    ]);
  });

  it.each([
    ['Complete', { conditions: [{ type: 'Complete', status: 'True' }] }],
    [
      'Failed (DeadlineExceeded)',
      {
        conditions: [
          { type: 'FailureTarget', status: 'True', reason: 'DeadlineExceeded' },
        ],
      },
    ],
    ['Suspended', { conditions: [{ type: 'Suspended', status: 'True' }] }],
    ['Running', { conditions: [{ type: 'Failed', status: 'False' }] }],
    ['Running', undefined],
  ])('have a Job that is %s', async (status, jobStatus) => {
    server.answers.set(jobPath, { ...job, status: jobStatus });
    const [found] = await describeRun(cluster, address);
    expect(found.status).toBe(status);
  });

  it('that may not be read are told so in the words of the API server', async () => {
    server.refusal = { code: 403, message: 'events is forbidden' };
    await expect(describeRun(cluster, address)).rejects.toThrow(
      "The cluster 'here' does not tell of the run: events is forbidden",
    );
  });

  it('of a cluster that is away are given up without its address', async () => {
    await server.close();
    await expect(describeRun(cluster, address)).rejects.toThrow(
      /^The cluster 'here' cannot be reached just now$/,
    );
  });

  it('of a cluster that says nothing are given up after 5 s', async () => {
    server.silent = true;
    const begun = performance.now();
    await expect(describeRun(cluster, address)).rejects.toThrow(
      /^The cluster 'here' did not answer within 5 s$/,
    );
    expect(performance.now() - begun).toBeLessThan(9_000);
  }, 20_000);
});
