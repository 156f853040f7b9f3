import { runGuide } from '../guide/runGuide';
import { clusterEnvironment } from './support/clusterEnvironment';
import {
  startClusterPortal,
  type ClusterPortal,
} from './support/startClusterPortal';

const TIMEOUT_MS = 1_200_000;

jest.setTimeout(TIMEOUT_MS + 60_000);

describe('the quickstart, where tasks run on Kubernetes', () => {
  let portal: ClusterPortal;

  beforeAll(async () => {
    portal = await startClusterPortal();
  });
  afterAll(async () => {
    await portal?.stop();
  });

  it('holds, from its first block to its last, with its steps for Kubernetes', async () => {
    const guide = runGuide('docs/quickstart.md', {
      system: portal.system,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      setting: 'kubernetes',
      env: {
        NS: portal.namespace,
        ...clusterEnvironment(portal.cluster),
      },
    });

    await expect(guide).resolves.toBeUndefined();
  });
});
