import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  applyTogether,
  kubectl,
  type TestCluster,
} from '@background-tasks/dev-cluster';

const ROOT = path.resolve(__dirname, '../../../../../..');
const NAMESPACE = 'background-tasks-rights';
const ACCOUNT = 'background-tasks-backend';

/** A kubeconfig file, until it is removed. */
export type Kubeconfig = { file: string; remove(): Promise<void> };

/** The rights are given once in a cluster, however many worlds a test file makes. */
const given = new Map<string, Promise<unknown>>();

/** Access to the test cluster with exactly the rights of the backend's manifest. */
export async function asBackend(cluster: TestCluster): Promise<Kubeconfig> {
  const giving = given.get(cluster.kubeconfig) ?? applyRights(cluster);
  given.set(cluster.kubeconfig, giving);
  await giving;
  return accessAs(cluster, NAMESPACE);
}

async function applyRights(cluster: TestCluster): Promise<void> {
  const manifest = await readFile(
    path.join(ROOT, 'examples/kubernetes/base/rbac.yaml'),
    'utf8',
  );
  await applyTogether(cluster, ['-f', '-'], {
    input: `{apiVersion: v1, kind: Namespace, metadata: {name: ${NAMESPACE}}}`,
  });
  await applyTogether(cluster, ['-f', '-'], {
    input: manifest.replaceAll(
      'namespace: backstage',
      `namespace: ${NAMESPACE}`,
    ),
  });
}

/**
 * A namespace as administrators prepare it for a backend that may make none, and access with exactly the rights that
 * the backend has then.
 */
export async function asBackendOf(
  cluster: TestCluster,
  namespace: string,
): Promise<Kubeconfig> {
  const home = `${namespace}-backend`;
  const manifest = await kubectl(cluster, [
    'kustomize',
    path.join(ROOT, 'examples/kubernetes/given-namespace'),
  ]);
  await kubectl(cluster, ['create', 'namespace', home]);
  await kubectl(cluster, ['-n', home, 'create', 'serviceaccount', ACCOUNT]);
  await applyTogether(cluster, ['-f', '-'], {
    input: manifest
      .replaceAll('tasks-of-developers', namespace)
      .replaceAll('namespace: backstage', `namespace: ${home}`),
  });
  const { file, remove } = await accessAs(cluster, home);
  return {
    file,
    remove: async () => {
      await remove();
      await kubectl(cluster, ['delete', 'namespace', home, '--wait=false']);
    },
  };
}

async function accessAs(
  cluster: TestCluster,
  namespace: string,
): Promise<Kubeconfig> {
  const token = await kubectl(cluster, [
    ...['-n', namespace, 'create', 'token', ACCOUNT],
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
