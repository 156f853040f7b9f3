import fs from 'node:fs/promises';
import path from 'node:path';
import { kubectl, type TestCluster } from '@background-tasks/dev-cluster';
import { repositoryRoot } from '../../system/repositoryRoot';

/** The backend's rights as administrators install them. */
const RBAC = 'examples/kubernetes/base/rbac.yaml';
/** What they call it. */
const ACCOUNT = 'background-tasks-backend';
/** Longer than any test. */
const TOKEN_LIFETIME = '4h';

/**
 * A service account with the rights that the example gives to the backend, under names of its own, so that several tests
 * can be on one cluster.
 */
export class BackendAccess {
  /** @param name - of the portal; what is made bears it */
  static async create(
    cluster: TestCluster,
    name: string,
  ): Promise<BackendAccess> {
    const folder = await fs.mkdtemp(
      path.join(repositoryRoot, '.test-output', 'access-'),
    );
    const access = new BackendAccess(cluster, name, folder);
    try {
      await access.install();
    } catch (error) {
      await access.remove();
      throw error;
    }
    return access;
  }

  private constructor(
    private readonly cluster: TestCluster,
    private readonly name: string,
    private readonly folder: string,
  ) {}

  /** A kubeconfig with these rights. */
  get kubeconfig(): string {
    return path.join(this.folder, 'kubeconfig.json');
  }

  /** As the API server calls it. */
  get account(): string {
    return `system:serviceaccount:${this.namespace}:${this.serviceAccount}`;
  }

  /** Removes all of it, as far as the cluster lets it. */
  async remove(): Promise<void> {
    const how = ['--ignore-not-found', '--wait=false'];
    const results = await Promise.allSettled([
      kubectl(this.cluster, ['delete', '-k', this.folder, ...how]),
      kubectl(this.cluster, ['delete', 'namespace', this.namespace, ...how]),
    ]);
    await fs.rm(this.folder, { recursive: true, force: true });
    for (const result of results) {
      if (result.status === 'rejected') throw result.reason;
    }
  }

  private get namespace(): string {
    return `${this.name}-backend`;
  }

  private get serviceAccount(): string {
    return `${ACCOUNT}-${this.name}`;
  }

  private async install(): Promise<void> {
    const { cluster, folder, name, namespace } = this;
    await fs.writeFile(
      path.join(folder, 'kustomization.yaml'),
      JSON.stringify({
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        namespace,
        nameSuffix: `-${name}`,
        resources: ['rbac.yaml'],
      }),
    );
    await fs.copyFile(
      path.join(repositoryRoot, RBAC),
      path.join(folder, 'rbac.yaml'),
    );
    await kubectl(cluster, ['create', 'namespace', namespace]);
    await kubectl(cluster, ['apply', '-k', folder]);
    const token = await kubectl(cluster, [
      ...['create', 'token', this.serviceAccount],
      ...['-n', namespace, '--duration', TOKEN_LIFETIME],
    ]);
    const config = JSON.parse(
      await kubectl(cluster, [
        ...['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json'],
      ]),
    );
    const [context] = config.contexts;
    await fs.writeFile(
      this.kubeconfig,
      JSON.stringify({
        ...config,
        users: [{ name: context.context.user, user: { token: token.trim() } }],
      }),
      { mode: 0o600 },
    );
  }
}
