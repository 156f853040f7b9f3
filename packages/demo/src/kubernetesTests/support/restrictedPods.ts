import {
  connectToTestCluster,
  kubectl,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import { waitUntil } from '../../systemTests/support/waitUntil';

/** A user that no image knows, as OpenShift gives one to each namespace. */
const ANY_USER = 1_000_730_000;

/** A container of a Pod under test: what it runs, with which of the Pod's volumes. */
export type TestContainer = {
  name: string;
  image: string;
  command: string[];
  mounts: Record<string, { path: string; readOnly?: boolean }>;
};

/** A namespace of its own in which only Pods of the restricted Pod Security profile may be. */
export class RestrictedNamespace {
  private constructor(readonly cluster: TestCluster, readonly name: string) {}

  static async create(prefix: string): Promise<RestrictedNamespace> {
    const cluster = await connectToTestCluster();
    const name = `${prefix}-${process.pid}-${Date.now().toString(36)}`;
    const namespace = new RestrictedNamespace(cluster, name);
    await namespace.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      },
    });
    await waitUntil('the namespace has its service account', () =>
      namespace.kubectl('get', 'serviceaccount', 'default').then(
        () => true,
        () => false,
      ),
    );
    return namespace;
  }

  async delete(): Promise<void> {
    await kubectl(this.cluster, [
      ...['delete', 'namespace', this.name],
      ...['--wait=false', '--ignore-not-found'],
    ]);
  }

  async kubectl(...args: string[]): Promise<string> {
    return kubectl(this.cluster, ['--namespace', this.name, ...args]);
  }

  /**
   * Runs containers one after the other in one Pod, each volume an empty folder, as a user that no image knows.
   *
   * @returns the phase that the Pod ended in, and what each container printed
   */
  async run(
    name: string,
    containers: readonly [...TestContainer[], TestContainer],
  ): Promise<{ phase: string; logs: Record<string, string> }> {
    await this.apply(podOf(this.name, name, containers));
    let phase = '';
    await waitUntil(`the Pod ${name} has ended`, async () => {
      phase = await this.kubectl(
        ...['get', 'pod', name, '-o', 'jsonpath={.status.phase}'],
      );
      return phase === 'Succeeded' || phase === 'Failed';
    });
    const logs: Record<string, string> = {};
    for (const container of containers) {
      logs[container.name] = await this.kubectl(
        ...['logs', name, '-c', container.name],
      ).catch(String);
    }
    return { phase, logs };
  }

  private async apply(object: object): Promise<void> {
    const input = JSON.stringify(object);
    await kubectl(this.cluster, ['apply', '-f', '-'], { input });
  }
}

function podOf(
  namespace: string,
  name: string,
  containers: readonly TestContainer[],
): object {
  const volumes = new Set(containers.flatMap(one => Object.keys(one.mounts)));
  const specs = containers.map(containerOf);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: ANY_USER,
        runAsGroup: 0,
        fsGroup: ANY_USER,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      initContainers: specs.slice(0, -1),
      containers: specs.slice(-1),
      volumes: [...volumes].map(volume => ({ name: volume, emptyDir: {} })),
    },
  };
}

function containerOf({ name, image, command, mounts }: TestContainer): object {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    command,
    resources: { limits: { cpu: '1', memory: '512Mi' } },
    securityContext: {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: Object.entries(mounts).map(([volume, mount]) => ({
      name: volume,
      mountPath: mount.path,
      readOnly: mount.readOnly ?? false,
    })),
  };
}
