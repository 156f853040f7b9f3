import {
  connectToTestCluster,
  installDefinitions,
  kubectl,
  type TestCluster,
} from '@background-tasks/dev-cluster';

jest.setTimeout(120_000);

const repository = { input: { url: 'https://github.com/owner/name' } };

describe('the definitions of the resources', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await connectToTestCluster();
    await installDefinitions(cluster);
  });

  const send = (
    kind: 'AgenticSession' | 'TaskTemplate',
    spec: object,
    status?: object,
  ) =>
    kubectl(cluster, ['create', '--dry-run=server', '-o', 'json', '-f', '-'], {
      input: JSON.stringify({
        apiVersion: 'vteam.ambient-code/v1alpha1',
        kind,
        metadata: { name: 'probe', namespace: 'default' },
        spec,
        status,
      }),
    });

  it('let in what is right, and set the mode to interactive', async () => {
    await send('AgenticSession', {
      mode: 'background',
      prompt: 'Upgrade',
      repos: [{ ...repository, output: { type: 'fork', target: 'main' } }],
      timeout: 3600,
    });
    const plain = JSON.parse(await send('AgenticSession', { prompt: 'Talk' }));
    expect(plain.spec.mode).toBe('interactive');
    // What holds for background holds for no other mode.
    await send('AgenticSession', {
      mode: 'batch',
      timeout: 100_000,
      repos: [repository, { input: { url: 'git@host:owner/name' } }],
    });
    await send('TaskTemplate', {
      displayName: 'Upgrade',
      instructionsTemplate: 'Upgrade {{what}}',
      parameters: [{ name: 'what', type: 'string', defaultValue: 'all' }],
      validationRules: [{ command: 'npm test' }, 'Be kind'],
    });
  });

  it.each([
    [{ timeout: 3601 }, 'from 1 to 3600 seconds'],
    [{ repos: [] }, 'exactly one repository'],
    [{ repos: [repository, repository] }, 'exactly one repository'],
    [{ repos: [{ input: { url: 'not a url' } }] }, 'must be a valid URL'],
    [{ repos: [{ input: { url: 'git@host:o/n' } }] }, 'must be a valid URL'],
    [
      { repos: [{ ...repository, output: { type: 'x' } }] },
      'Unsupported value',
    ],
    [{ mode: 'other' }, 'Unsupported value'],
  ])('refuse in mode background %j', async (spec, words) => {
    await expect(
      send('AgenticSession', {
        mode: 'background',
        repos: [repository],
        ...spec,
      }),
    ).rejects.toThrow(words);
  });

  it('keep the mode as it was, and the status apart', async () => {
    const name = `probe-${Date.now()}`;
    const namespaced = ['-n', 'default'];
    await kubectl(cluster, [...namespaced, 'create', '-f', '-'], {
      input: JSON.stringify({
        apiVersion: 'vteam.ambient-code/v1alpha1',
        kind: 'AgenticSession',
        metadata: { name },
        spec: { mode: 'batch' },
        status: { phase: 'Completed' },
      }),
    });
    try {
      const made = JSON.parse(
        await kubectl(cluster, [
          ...namespaced,
          'get',
          'asn',
          name,
          '-o',
          'json',
        ]),
      );
      expect(made.status).toBeUndefined();
      await expect(
        kubectl(cluster, [
          ...namespaced,
          'patch',
          'asn',
          name,
          '--type=merge',
          '-p',
          '{"spec":{"mode":"interactive"}}',
        ]),
      ).rejects.toThrow('mode cannot be changed');
    } finally {
      await kubectl(cluster, [...namespaced, 'delete', 'asn', name]);
    }
  });
});
