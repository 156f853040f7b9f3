import {
  PROJECT,
  ResourceWorld,
} from '../sessions/__testUtils__/ResourceWorld';
import { kubectl } from '@background-tasks/dev-cluster';
import { until } from '../../../__testUtils__/until';

jest.setTimeout(120_000);

const pod = (spec: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'probe' },
  spec: {
    restartPolicy: 'Never',
    containers: [{ name: 'probe', image: 'localhost/busybox:1', ...spec }],
  },
});

describe('the namespace of a project', () => {
  let world: ResourceWorld;
  afterEach(async () => world.close());

  const ensure = () =>
    world.kubernetes.tenancy.ensureNamespace(
      world.clusters.of(PROJECT),
      PROJECT,
    );
  const field = (resource: string, path: string) => world.field(resource, path);

  it('is made with what isolates it, and puts back what somebody took away', async () => {
    world = await ResourceWorld.create({
      tenancy: {
        quota: { 'requests.memory': '8Gi' },
        network: { allow: [{ cidr: '10.9.0.0/16', ports: [443] }] },
      },
      project: { allow: [{ namespace: 'registry', ports: [5000] }] },
    });
    expect(await ensure()).toBe(world.namespace);
    expect(
      await field(
        `namespace/${world.namespace}`,
        '.metadata.labels.pod-security\\.kubernetes\\.io/enforce',
      ),
    ).toBe('restricted');
    expect(
      JSON.parse(await field('resourcequota/background-tasks', '.spec.hard')),
    ).toEqual({ pods: '5', services: '0', 'requests.memory': '8Gi' });
    expect(
      JSON.parse(
        await field('limitrange/background-tasks', '.spec.limits[0].default'),
      ),
    ).toEqual({ cpu: '1', memory: '64Mi' });
    expect(
      await field(
        'serviceaccount/background-tasks-workspace',
        '.automountServiceAccountToken',
      ),
    ).toBe('false');
    const policy = JSON.parse(
      await field('networkpolicy/background-tasks', '.spec'),
    );
    expect(policy).toMatchObject({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    expect(policy.ingress).toBeUndefined();
    expect(JSON.stringify(policy.egress)).toContain(
      `"cidr":"${world.testCluster.nodeAddress}/32"`,
    );
    expect(JSON.stringify(policy.egress)).toContain('"cidr":"10.9.0.0/16"');
    expect(JSON.stringify(policy.egress)).toContain(
      '"kubernetes.io/metadata.name":"registry"',
    );

    await world.kubectl('delete', 'networkpolicy', 'background-tasks');
    world.kubernetes.tenancy.forget(world.clusters.of(PROJECT), PROJECT);
    await ensure();
    expect(await field('networkpolicy/background-tasks', '.kind')).toBe(
      'NetworkPolicy',
    );
    await expect(world.apply(pod({}))).rejects.toThrow('PodSecurity');
    const can = await world
      .kubectl(
        'auth',
        'can-i',
        'get',
        'pods',
        `--as=system:serviceaccount:${world.namespace}:background-tasks-workspace`,
      )
      .catch(String);
    expect(can).not.toContain('yes');
  });

  it('that others made keeps what is in it, and an error says what it lacks', async () => {
    world = await ResourceWorld.create();
    await kubectl(world.testCluster, ['create', 'namespace', world.namespace]);
    await expect(ensure()).rejects.toThrow(
      `lacks the label 'pod-security.kubernetes.io/enforce: restricted'`,
    );
    await kubectl(world.testCluster, [
      'label',
      'namespace',
      world.namespace,
      'pod-security.kubernetes.io/enforce=restricted',
    ]);
    await world.kubectl('create', 'quota', 'theirs', '--hard=pods=3');
    // What would limit all else that runs there is not ours to add.
    await expect(ensure()).rejects.toThrow('lacks a LimitRange:');
    await world.apply({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'theirs' },
      spec: {
        limits: [{ type: 'Container', default: { cpu: '1', memory: '64Mi' } }],
      },
    });
    await ensure();
    for (const kind of ['resourcequota', 'limitrange']) {
      expect(await field(kind, '.items[*].metadata.name')).toBe('theirs');
    }
    expect(
      await field('networkpolicy/background-tasks', '.spec.podSelector'),
    ).toContain('background-tasks/run');
  });

  it('is only looked for where it may not be made', async () => {
    world = await ResourceWorld.create({ tenancy: { namespaces: 'check' } });
    await expect(ensure()).rejects.toThrow('lacks the namespace itself');
    await kubectl(world.testCluster, ['create', 'namespace', world.namespace]);
    await expect(ensure()).rejects.toThrow(
      `a ServiceAccount 'background-tasks-workspace', a NetworkPolicy 'background-tasks', a ResourceQuota, a LimitRange`,
    );
  });

  it('goes with its project, once nothing runs in it, and only if we made it', async () => {
    world = await ResourceWorld.create();
    await ensure();
    const { uid } = await world.createTask('last');
    await until(() => world.resources.get('session', uid));
    world.kubernetes.start(world.tasks);
    world.gone.add(PROJECT);
    const sweepTwice = async () => {
      await world.kubernetes.sweep();
      await world.kubernetes.sweep();
    };
    const phase = () =>
      field(`namespace/${world.namespace}`, '.metadata.deletionTimestamp');
    await sweepTwice();
    expect(await phase()).toBe('');
    await world.store.requestCancel(uid, 'user:default/one');
    await sweepTwice();
    const cluster = world.clusters.of(PROJECT);
    expect(await world.kubernetes.tenancy.namespaces(cluster)).toEqual([]);
  });
});
