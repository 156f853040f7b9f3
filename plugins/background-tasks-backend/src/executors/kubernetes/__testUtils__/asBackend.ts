import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { kubectl, type TestCluster } from '@background-tasks/dev-cluster';

const ROOT = path.resolve(__dirname, '../../../../../..');
const NAMESPACE = 'background-tasks-rights';

/** A kubeconfig file, until it is removed. */
export type Kubeconfig = { file: string; remove(): Promise<void> };

/** Installs the definitions of our resources in the test cluster. */
export async function installDefinitions(cluster: TestCluster): Promise<void> {
  await kubectl(cluster, [
    'apply',
    '--server-side',
    '--force-conflicts',
    '-f',
    path.join(ROOT, 'crds'),
  ]);
  await kubectl(cluster, [
    'wait',
    '--for=condition=Established',
    'crd',
    '-l',
    'background-tasks/crd=true',
  ]);
}

/** Access to the test cluster with exactly the rights of the backend's manifest. */
export async function asBackend(cluster: TestCluster): Promise<Kubeconfig> {
  const manifest = await readFile(
    path.join(ROOT, 'examples/kubernetes/base/rbac.yaml'),
    'utf8',
  );
  await kubectl(cluster, ['apply', '-f', '-'], {
    input: `{apiVersion: v1, kind: Namespace, metadata: {name: ${NAMESPACE}}}`,
  });
  await kubectl(cluster, ['apply', '-f', '-'], {
    input: manifest.replaceAll(
      'namespace: backstage',
      `namespace: ${NAMESPACE}`,
    ),
  });
  const token = await kubectl(cluster, [
    ...['-n', NAMESPACE, 'create', 'token', 'background-tasks-backend'],
  ]);
  const config = JSON.parse(
    await kubectl(cluster, [
      ...['config', 'view', '--raw', '--minify', '-o', 'json'],
    ]),
  );
  config.users = [
    { name: config.users[0].name, user: { token: token.trim() } },
  ];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'as-backend-'));
  const file = path.join(folder, 'kubeconfig');
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  return {
    file,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
