import {
  connectToTestCluster,
  installDefinitions,
  kubectl,
  RUNNER_IMAGE,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import {
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import { runGuide } from '../guide/runGuide';
import { OWNER } from '../system/startSampleGithub';
import type { DemoSystem } from '../system/startSystem';
import { QUICK, startTestSystem } from '../systemTests/support/startTestSystem';
import { waitUntil } from '../systemTests/support/waitUntil';
import { clusterEnvironment } from './support/clusterEnvironment';

jest.setTimeout(600_000);

const PROJECT = 'developers';
const GUIDE_TIMEOUT_MS = 120_000;

describe('a portal whose tasks run on a cluster', () => {
  let cluster: TestCluster;
  let system: DemoSystem;
  let namespace = '';

  beforeAll(async () => {
    cluster = await connectToTestCluster();
    await installDefinitions(cluster);
    system = await startTestSystem({
      backgroundTasks: {
        executor: 'kubernetes',
        gateway: { listen: { host: cluster.nodeAddress } },
        kubernetes: {
          clusters: [{ name: 'test', kubeconfig: cluster.kubeconfig }],
          runnerImage: RUNNER_IMAGE,
          resources: {
            requests: { cpu: '10m', memory: '64Mi' },
            limits: { cpu: '2', memory: '1Gi' },
          },
          workspace: { size: '1Gi' },
        },
      },
    });
    const { items } = await system.portal.client().listProjects();
    namespace = items.find(({ name }) => name === PROJECT)?.namespace ?? '';
  });
  afterAll(async () => {
    await system?.stop();
    if (namespace) {
      await kubectl(cluster, [
        ...['delete', 'namespace', namespace],
        ...['--wait=false', '--ignore-not-found'],
      ]);
    }
  });

  async function create(name: string, run: string): Promise<void> {
    await system.portal.client().createTask(PROJECT, {
      name,
      run,
      instructions: 'Change the text.',
      repository: { url: `${system.github.url}/${OWNER}/${QUICK}` },
      provider: 'script',
    });
  }

  async function read(name: string): Promise<BackgroundTask> {
    return system.portal.client().getTask({ project: PROJECT, name });
  }

  async function ended(name: string): Promise<BackgroundTask> {
    await waitUntil(`${name} has ended`, async () =>
      isFinalStatus((await read(name)).status),
    );
    return read(name);
  }

  /** Creates a task whose agent sleeps, and waits until it does. */
  async function createSleeper(name: string): Promise<void> {
    await create(name, 'sleep 1000');
    await waitUntil(
      'its agent runs',
      async () => (await read(name)).phase === 'agent',
    );
  }

  /** The session of a task. */
  async function sessionOf(task: string) {
    const [found] = JSON.parse(
      await kubectl(cluster, [
        ...['get', 'agenticsessions', '-n', namespace, '-o', 'json'],
        ...['-l', `ambient-code.io/task=${task}`],
      ]),
    ).items;
    return found;
  }

  it('takes a task from words to a pull request', async () => {
    const name = `pull-request-${process.pid}`;
    await create(name, 'echo "more" >> text.txt');
    const task = await ended(name);
    expect(task).toMatchObject({
      status: 'Completed',
      outcome: 'pullRequest',
      progress: 100,
      error: null,
    });
    expect(task.prUrl).toContain('/pull/');
    expect(task.logs).toContain('All checks passed');
    await waitUntil('its session says so', async () => {
      const { status } = await sessionOf(name);
      return status?.phase === 'Completed';
    });
    const session = await sessionOf(name);
    expect(session.status.repos[0]).toMatchObject({
      status: 'pushed',
      prUrl: task.prUrl,
    });
  });

  it('stands with a running task as the guide says, to its end', async () => {
    const name = `guide-${process.pid}`;
    await createSleeper(name);
    const { metadata } = await sessionOf(name);
    await runGuide('docs/admin/kubernetes.md', {
      system,
      signal: AbortSignal.timeout(GUIDE_TIMEOUT_MS),
      env: {
        NS: namespace,
        NAME: metadata.name,
        ...clusterEnvironment(cluster),
      },
    });
    // The guide ends with the session's deletion.
    expect(await ended(name)).toMatchObject({
      status: 'Stopped',
      outcome: 'cancelled',
    });
  });

  it('stops a task that is cancelled, and leaves nothing but its session', async () => {
    const name = `cancelled-${process.pid}`;
    await createSleeper(name);
    await system.portal.client().cancelTask({ project: PROJECT, name });
    expect(await ended(name)).toMatchObject({
      status: 'Stopped',
      outcome: 'cancelled',
    });
    await waitUntil('nothing of it is left', async () => {
      const left = await kubectl(cluster, [
        ...['get', 'jobs,pods,secrets,configmaps', '-o', 'name'],
        ...['-n', namespace, '-l', 'background-tasks/run'],
      ]);
      return !left.includes(name);
    });
    expect(await sessionOf(name)).toMatchObject({
      status: { phase: 'Stopped' },
    });
  });
});
