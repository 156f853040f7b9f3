import { followTask } from '../scenarios/followTask';
import { getPullRequest } from '../scenarios/pullRequest';
import {
  PROJECT,
  startClusterPortal,
  type ClusterPortal,
} from './support/startClusterPortal';

jest.setTimeout(600_000);

describe('a portal on the cluster', () => {
  let portal: ClusterPortal;

  beforeAll(async () => {
    portal = await startClusterPortal();
  });
  afterAll(async () => {
    await portal?.stop();
  });

  it('makes a pull request of a script', async () => {
    const client = portal.system.portal.client();
    await client.createTask(PROJECT, {
      name: 'upgrade-lodash',
      instructions: 'Upgrade lodash to version 4.17.21.',
      repository: { url: portal.system.repositoryUrl },
      provider: 'script',
      run: 'npm install lodash@4.17.21',
    });

    const task = await followTask(client, {
      project: PROJECT,
      name: 'upgrade-lodash',
    });

    expect(task).toMatchObject({ error: null, outcome: 'pullRequest' });
    const { files } = await getPullRequest(
      portal.system,
      Number(task.prNumber),
    );
    expect(files).toEqual(['package-lock.json', 'package.json']);
  });
});
