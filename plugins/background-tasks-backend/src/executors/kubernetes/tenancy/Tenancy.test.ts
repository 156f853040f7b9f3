import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import { INSTANCE_LABEL, isPassing } from '../clusters';
import { PROJECT_ANNOTATION } from './manifests';
import { readTenancy } from './readTenancy';
import { Tenancy } from './Tenancy';

describe('the namespaces of projects', () => {
  let server: FakeApiServer;
  beforeEach(async () => {
    server = await FakeApiServer.start();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  const tenancyWith = (tenancy: object = {}) =>
    new Tenancy({
      settings: readTenancy(new ConfigReader({ kubernetes: { tenancy } })),
      namespaceOf: project => `${project}-tasks`,
      tasksOf: () => 5,
      urls: () => ['http://10.0.0.1:7008'],
      logger: mockServices.logger.mock(),
    });
  const namespaceOf = (
    project: string,
    labels: Record<string, string> = {},
  ) => ({
    metadata: {
      name: `${project}-tasks`,
      labels,
      annotations: { [PROJECT_ANNOTATION]: project },
    },
  });
  const put = (namespace: ReturnType<typeof namespaceOf>) =>
    server.objects.set(
      `/api/v1/namespaces/${namespace.metadata.name}`,
      namespace,
    );

  it('are told apart: ours, that of another portal in the cluster, and that of nobody', async () => {
    const tenancy = tenancyWith();
    const [one, other] = ['a', 'b'].map(instance =>
      server.cluster({ instance }),
    );
    put(namespaceOf('web', { [INSTANCE_LABEL]: 'a' }));
    put(namespaceOf('given'));
    expect(await tenancy.claimOf(one, 'web-tasks')).toEqual({ project: 'web' });
    expect(await tenancy.claimOf(other, 'web-tasks')).toBe('anotherPortal');
    expect(await tenancy.claimOf(one, 'given-tasks')).toBeUndefined();
    expect(await tenancy.claimOf(one, 'missing')).toBeUndefined();

    const checking = tenancyWith({ namespaces: 'check' });
    expect(await checking.claimOf(one, 'given-tasks')).toEqual({
      project: 'given',
    });
    expect(await checking.claimOf(other, 'web-tasks')).toBe('anotherPortal');
  });

  it('are looked at again soon, and written again where something was taken away', async () => {
    const cluster = server.cluster();
    const tenancy = tenancyWith();
    const ensure = () => tenancy.ensureNamespace(cluster, 'web');
    const begun = Date.now;
    let later = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => begun() + later);
    await ensure();
    expect(server.writes).toHaveLength(5);
    for (const plural of ['resourcequotas', 'limitranges']) {
      const path = `/api/v1/namespaces/web-tasks/${plural}`;
      server.objects.set(path, { items: [{}] });
    }

    const policy =
      '/apis/networking.k8s.io/v1/namespaces/web-tasks/networkpolicies/background-tasks';
    server.objects.delete(policy);
    later += 31_000;
    await ensure();
    expect(server.objects.has(policy)).toBe(true);
    expect(server.writes).toHaveLength(10);

    later += 31_000;
    const asked = server.asked.length;
    await ensure();
    expect(server.asked.length).toBeGreaterThan(asked);
    expect(server.writes).toHaveLength(10);
    // What was changed is not seen by looking whether it is there.
    later += 300_000;
    await ensure();
    expect(server.writes).toHaveLength(15);
  });

  it('that others made get what concerns tasks alone, once somebody limits what may run there', async () => {
    const cluster = server.cluster();
    const tenancy = tenancyWith();
    const inside = (path: string) => `${path}/namespaces/web-tasks`;
    const [quotas, ranges] = ['resourcequotas', 'limitranges'].map(
      plural => `${inside('/api/v1')}/${plural}`,
    );
    put(
      namespaceOf('web', {
        'pod-security.kubernetes.io/enforce': 'restricted',
      }),
    );
    for (const path of [quotas, ranges]) {
      server.objects.set(path, { items: [] });
    }
    await expect(tenancy.ensureNamespace(cluster, 'web')).rejects.toThrow(
      'lacks a ResourceQuota, a LimitRange: an administrator must add it',
    );
    expect(server.writes).toEqual([]);

    for (const path of [quotas, ranges]) {
      server.objects.set(path, { items: [{}] });
    }
    await tenancy.ensureNamespace(cluster, 'web');
    expect([...server.writes].sort()).toEqual([
      `PATCH ${inside('/api/v1')}/serviceaccounts/background-tasks-workspace`,
      `PATCH ${inside(
        '/apis/networking.k8s.io/v1',
      )}/networkpolicies/background-tasks`,
    ]);
  });

  it('are waited for by who asks where the API server is away, and not called wrong', async () => {
    const away = await FakeApiServer.start();
    const cluster = away.cluster();
    await away.close();
    const error: unknown = await tenancyWith()
      .ensureNamespace(cluster, 'web')
      .catch(reason => reason);
    expect(isPassing(error)).toBe(true);
  });

  it('are all found, however many there are', async () => {
    const path = '/api/v1/namespaces';
    server.objects.set(path, {
      metadata: { continue: 'more' },
      items: [namespaceOf('one')],
    });
    server.objects.set(`${path}?continue=more`, {
      metadata: {},
      items: [namespaceOf('two')],
    });
    expect(await tenancyWith().namespaces(server.cluster())).toEqual([
      { name: 'one-tasks', project: 'one' },
      { name: 'two-tasks', project: 'two' },
    ]);
  });
});
