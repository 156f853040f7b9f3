import { RUNNER_IMAGE } from '@background-tasks/dev-cluster';
import { until } from '../../../__testUtils__/until';
import { follow, RunWorld } from '../__testUtils__/RunWorld';
import { Clusters } from '../clusters';
import { reachIn } from '../createKubernetes';
import { KubernetesExecutor } from '../KubernetesExecutor';
import {
  PROJECT,
  ResourceWorld,
} from '../sessions/__testUtils__/ResourceWorld';
import { WORKSPACE_SERVICE_ACCOUNT } from './manifests';

jest.setTimeout(300_000);

describe('a backend that has rights in the namespaces of its projects alone', () => {
  let world: ResourceWorld | undefined;
  afterEach(async () => {
    await world?.close();
  });

  it('follows what is applied there, writes how tasks stand, and looks nowhere else', async () => {
    world = await ResourceWorld.create({
      given: true,
      tenancy: { namespaces: 'check' },
    });
    const { kubernetes, clusters, store, resources, namespace } = world;
    const cluster = clusters.of(PROJECT);
    await expect(
      cluster.json({ method: 'GET', path: '/api/v1/namespaces' }),
    ).rejects.toThrow('forbidden');
    await kubernetes.tenancy.ensureNamespace(cluster, PROJECT);
    kubernetes.start(world.tasks);
    const made = await world.createTask('of-the-portal');
    await until(async () => resources.get('session', made.uid));
    await world.apply({
      apiVersion: 'vteam.ambient-code/v1alpha1',
      kind: 'AgenticSession',
      metadata: { name: 'by-hand', namespace },
      spec: {
        mode: 'background',
        prompt: 'Upgrade lodash',
        run: 'true',
        repos: [{ input: { url: 'https://github.example/owner/other' } }],
      },
    });
    const label = '.metadata.labels.background-tasks/instance';
    await until(
      async () =>
        (await world?.field('agenticsession/by-hand', label)) ===
        cluster.instance,
    );
    await until(
      async () =>
        (await world?.field('agenticsession/by-hand', '.status.phase')) !== '',
    );
    await kubernetes.sweep();
    const [session] = (await resources.activeSessions()).filter(
      ({ name }) => name === 'by-hand',
    );
    await world.kubectl('delete', 'agenticsession', 'by-hand');
    await until(async () => {
      const task = await store.getTaskByUid(session.ownerUid);
      return task?.cancelRequestedAt !== null;
    });
    expect(world.logger.warn.mock.calls).toEqual([]);
  });

  it('runs a task there, with all of its phases, and leaves nothing of it', async () => {
    world = await ResourceWorld.create({
      given: true,
      tenancy: { namespaces: 'check' },
    });
    const { logger } = world;
    const runs = await RunWorld.create();
    const settings = {
      ...runs.settings,
      runnerImage: RUNNER_IMAGE,
      ttlSeconds: 0,
      clusters: [
        {
          name: 'test',
          source: { type: 'kubeconfig' as const, file: world.kubeconfig },
        },
      ],
    };
    const executor = new KubernetesExecutor({
      settings,
      logger,
      clusters: Clusters.create({
        settings,
        instance: await world.store.instanceId(),
        reachOf: name =>
          reachIn(name, {
            settings,
            tenancy: { namespaces: 'check', projects: new Map() },
            namespaceOf: () => '',
          }),
      }),
      sessions: world.kubernetes.sessions,
      serviceAccount: WORKSPACE_SERVICE_ACCOUNT,
    });
    try {
      const { uid } = await world.createTask('one');
      const run = await runs.runOf({ script: 'echo new > new.txt' });
      run.spec.task.uid = uid;
      const handle = await executor.start(run);
      const { updates } = await follow(executor, handle);
      expect(updates.at(-1)).toEqual({ type: 'end', reason: 'completed' });
      await executor.cleanup(handle);
      const left = await world.kubectl(
        ...['get', 'jobs,secrets,configmaps', '-o', 'name'],
        ...['-l', `background-tasks/run=${run.spec.runUid}`],
      );
      expect(left.trim()).toBe('');
      expect(logger.warn.mock.calls).toEqual([]);
    } finally {
      await executor.close();
      await runs.close();
    }
  });
});
