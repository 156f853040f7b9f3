import {
  connectToTestCluster,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import {
  grantedRights,
  inNamespaces,
  usedRights,
} from '../support/rights/rights';

jest.setTimeout(120_000);

// It looks at what all other tests of the cluster had the backend do, and so runs behind them.
describe('the rights that an example gives to the backend', () => {
  const since =
    process.env.BACKGROUND_TASKS_TEST_SINCE ?? new Date(0).toISOString();
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await connectToTestCluster();
  });

  it('in the whole cluster are used, each of them, where they are given', async () => {
    const granted = await grantedRights(cluster);
    const { everywhere } = await usedRights(since);

    expect(granted.length).toBeGreaterThan(0);
    expect(granted.filter(right => !everywhere.has(right))).toEqual([]);
    // What is given in the whole cluster is given in each namespace.
    const given = new Set([...granted, ...granted.map(inNamespaces)]);
    expect([...everywhere].filter(right => !given.has(right))).toEqual([]);
  });

  it('in a namespace that it is given are used there, or by backends that look everywhere', async () => {
    const granted = await grantedRights(cluster, 'given-namespace/rights.yaml');
    const { everywhere, byRoles } = await usedRights(since);
    const used = new Set([...everywhere, ...byRoles]);

    expect(granted.length).toBeGreaterThan(0);
    expect(granted.filter(right => !used.has(right))).toEqual([]);
    expect([...byRoles].filter(right => !granted.includes(right))).toEqual([]);
  });
});
