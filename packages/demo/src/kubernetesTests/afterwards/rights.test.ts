import { connectToTestCluster } from '@background-tasks/dev-cluster';
import {
  grantedRights,
  inNamespaces,
  usedRights,
} from '../support/rights/rights';

jest.setTimeout(120_000);

// It looks at what all other tests of the cluster had the backend do, and so runs behind them.
describe('the rights that the example gives to the backend', () => {
  it('are used, each of them, where they are given', async () => {
    const granted = await grantedRights(await connectToTestCluster());
    const used = await usedRights(
      process.env.BACKGROUND_TASKS_TEST_SINCE ?? new Date(0).toISOString(),
    );

    expect(granted.length).toBeGreaterThan(0);
    expect(granted.filter(right => !used.has(right))).toEqual([]);
    // What is given in the whole cluster is given in each namespace.
    const given = new Set([...granted, ...granted.map(inNamespaces)]);
    expect([...used].filter(right => !given.has(right))).toEqual([]);
  });
});
