import { randomUUID } from 'node:crypto';
import { until } from '../../../__testUtils__/until';
import { ResourceWorld } from './__testUtils__/ResourceWorld';

jest.setTimeout(300_000);

describe('what is applied for a project of the catalog', () => {
  let world: ResourceWorld | undefined;
  afterEach(async () => {
    await world?.close();
  });

  it('is done for the group that the project is', async () => {
    const group = `team-${randomUUID().slice(0, 8)}`;
    world = await ResourceWorld.create({ group });
    const { clusters, kubernetes, namespace, store, tasks, templates } = world;
    await kubernetes.tenancy.ensureNamespace(clusters.of(group), group);
    kubernetes.start(tasks);
    await world.apply({
      apiVersion: 'vteam.ambient-code/v1alpha1',
      kind: 'AgenticSession',
      metadata: { name: 'by-hand', namespace },
      spec: {
        mode: 'background',
        prompt: 'Upgrade lodash',
        run: 'true',
        repos: [{ input: { url: 'https://github.example/owner/name' } }],
      },
    });
    await world.apply({
      apiVersion: 'vteam.ambient-code/v1alpha1',
      kind: 'TaskTemplate',
      metadata: { name: 'upgrade', namespace },
      spec: {
        displayName: 'Upgrade',
        instructionsTemplate: 'Upgrade lodash',
        runTemplate: 'true',
      },
    });
    const task = await until(() => store.getTask(group, 'by-hand'));
    expect(task).toMatchObject({
      creator: `group:default/${group}`,
      onBehalfOf: 'kubernetes',
    });
    const template = await until(() => templates.get(group, 'upgrade'));
    expect(template.createdBy).toBe(`group:default/${group}`);
  });
});
