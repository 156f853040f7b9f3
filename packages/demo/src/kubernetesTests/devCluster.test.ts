import {
  connectToTestCluster,
  kubectl,
  killPart,
  startPart,
  type ClusterPart,
} from '@background-tasks/dev-cluster';
import { waitUntil } from '../systemTests/support/waitUntil';

jest.setTimeout(300_000);

describe('the cluster for tests', () => {
  afterEach(async () => {
    await startPart('kube-apiserver');
  });

  it('loses its API server while a test wants that, and has it back with all that it knew', async () => {
    const cluster = await connectToTestCluster();
    const uid = () =>
      kubectl(cluster, [
        ...['get', 'namespace', 'default', '-o', 'jsonpath={.metadata.uid}'],
        '--request-timeout=5s',
      ]);
    const before = await uid();

    await killPart('kube-apiserver');
    await waitUntil('nobody answers', () =>
      uid().then(
        () => false,
        () => true,
      ),
    );
    await startPart('kube-apiserver');

    expect(await uid()).toBe(before);
  });

  it.each<ClusterPart>([
    'kubelet',
    'kube-scheduler',
    'kube-controller-manager',
  ])('has its %s back after it was killed', async part => {
    const cluster = await connectToTestCluster();

    await killPart(part);
    await startPart(part);

    await kubectl(cluster, ['wait', '--for=condition=Ready', 'node', '--all']);
    await expect(killPart(part)).resolves.toBeUndefined();
  });
});
