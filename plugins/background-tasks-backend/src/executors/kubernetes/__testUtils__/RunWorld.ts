import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import {
  connectToTestCluster,
  installDefinitions,
  RUNNER_IMAGE,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import type { RunSpec } from '@background-tasks/plugin-background-tasks-common';
import type {
  RunHandle,
  RunUpdate,
} from '@background-tasks/plugin-background-tasks-node';
import { z } from 'zod';
import { Clusters, unlessMissing, type Cluster } from '../clusters';
import { KubernetesExecutor } from '../KubernetesExecutor';
import type { KubernetesSettings } from '../settings';
import { asBackend, type Kubeconfig } from './asBackend';

const resource = {
  group: 'vteam.ambient-code',
  version: 'v1alpha1',
  plural: 'agenticsessions',
};
const madeSchema = z.object({
  metadata: z.object({ name: z.string(), uid: z.string() }),
});

/** What a run is to be like. */
export type RunOptions = {
  script: string;
  /** Of the repository's own check. */
  test?: string;
  seconds?: number;
  startAt?: RunSpec['startAt'];
  bundle?: Buffer;
};

/**
 * A namespace of the test cluster with an executor, and repositories that its Pods can clone. Executors have the rights
 * of the backend's manifest; the world itself, and what tests do to a run, all rights.
 */
export class RunWorld {
  private readonly folders: string[] = [];
  private readonly executors: KubernetesExecutor[] = [];

  private constructor(
    readonly testCluster: TestCluster,
    readonly namespace: string,
    readonly clusters: Clusters,
    readonly cluster: Cluster,
    readonly settings: KubernetesSettings,
    private readonly access: Kubeconfig,
    private readonly server: Server,
    private readonly served: Map<string, string>,
  ) {}

  static async create(
    settings: Partial<KubernetesSettings> = {},
  ): Promise<RunWorld> {
    const testCluster = await connectToTestCluster();
    await installDefinitions(testCluster);
    const access = await asBackend(testCluster);
    const all: KubernetesSettings = {
      clusters: clustersBy(access.file),
      runnerImage: RUNNER_IMAGE,
      image: RUNNER_IMAGE,
      imagePullPolicy: 'IfNotPresent',
      imagePullSecrets: [],
      agents: ['script'],
      environment: {},
      resources: {
        requests: { cpu: '10m', memory: '64Mi' },
        limits: { cpu: '2', memory: '400Mi' },
      },
      nodeSelector: {},
      tolerations: [],
      workspace: { size: '1Gi' },
      runAsUser: 10_001,
      pendingMs: 60_000,
      imageGraceMs: 1_000,
      ttlSeconds: 300,
      stopGraceSeconds: 5,
      projects: new Map(),
      ...settings,
    };
    const clusters = Clusters.create({
      settings: { ...all, clusters: clustersBy(testCluster.kubeconfig) },
      instance: `test-${randomUUID()}`,
    });
    const cluster = clusters.of('developers');
    const namespace = `test-runs-${randomUUID().slice(0, 8)}`;
    await cluster.core.createNamespace({
      body: {
        metadata: {
          name: namespace,
          labels: {
            ...cluster.labels,
            'pod-security.kubernetes.io/enforce': 'restricted',
          },
        },
      },
    });
    const served = new Map<string, string>();
    const server = createServer((request, response) => {
      const [, name, file] =
        /^\/([^/]+)\.git\/([^?]+)/.exec(request.url ?? '') ?? [];
      const folder = served.get(name ?? '');
      const stream = createReadStream(join(folder ?? '/-', '.git', file ?? ''));
      stream.once('error', () => response.writeHead(404).end());
      stream.once('open', () => stream.pipe(response));
    });
    await new Promise<void>(resolve => {
      server.listen(0, testCluster.nodeAddress, resolve);
    });
    return new RunWorld(
      testCluster,
      namespace,
      clusters,
      cluster,
      all,
      access,
      server,
      served,
    );
  }

  /** An executor, as a backend that has just come up has one. */
  executor(settings: Partial<KubernetesSettings> = {}): KubernetesExecutor {
    const all = { ...this.settings, ...settings };
    const executor = new KubernetesExecutor({
      clusters: Clusters.create({
        settings: all,
        instance: this.cluster.instance,
      }),
      settings: all,
      sessions: {
        ensure: async (_, task) => this.session(task.taskUid),
        emit: async () => undefined,
      },
      logger: mockServices.logger.mock(),
    });
    this.executors.push(executor);
    return executor;
  }

  /** Starts a run on a repository of its own. */
  async start(
    executor: KubernetesExecutor,
    options: RunOptions,
  ): Promise<RunHandle> {
    return executor.start(await this.runOf(options));
  }

  /** What an executor is given to start a run. */
  async runOf({ script, test, seconds = 300, startAt, bundle }: RunOptions) {
    const cloneUrl = await this.repository(test ?? 'true');
    const spec: RunSpec = {
      version: 1,
      runUid: randomUUID(),
      task: {
        uid: randomUUID(),
        name: 'task',
        project: 'developers',
        instructions: 'Change it.',
      },
      ...(startAt && { startAt }),
      deadline: new Date(Date.now() + seconds * 1000).toISOString(),
      repository: {
        url: 'https://github.com/developers/service',
        cloneUrl,
        branch: 'main',
      },
      agent: { provider: 'script', script },
      validation: { allowNoChecks: false, allowChangedChecks: false },
      limits: { bundleBytes: 1024 * 1024, bundleFiles: 100 },
    };
    const secrets = { clone: { gitToken: `git-${randomUUID()}` } };
    return { spec, secrets, ...(bundle && { bundle }) };
  }

  async close(): Promise<void> {
    await Promise.all(this.executors.map(executor => executor.close()));
    await unlessMissing(
      this.cluster.core.deleteNamespace({ name: this.namespace }),
    );
    this.clusters.close();
    await this.access.remove();
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
    for (const folder of this.folders) {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async session(taskUid: string) {
    const name = `task-${taskUid.slice(0, 8)}`;
    const place = { ...resource, namespace: this.namespace };
    const made = await this.cluster.custom
      .createNamespacedCustomObject({
        ...place,
        body: {
          apiVersion: `${resource.group}/${resource.version}`,
          kind: 'AgenticSession',
          metadata: { name, labels: this.cluster.labels },
          spec: {
            mode: 'background',
            prompt: 'Change it.',
            timeout: 600,
            repos: [
              { input: { url: 'https://github.com/developers/service' } },
            ],
          },
        },
      })
      .catch(() =>
        this.cluster.custom.getNamespacedCustomObject({ ...place, name }),
      );
    const { metadata } = madeSchema.parse(made);
    return { ...metadata, namespace: this.namespace };
  }

  private async repository(test: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'repository-'));
    this.folders.push(folder);
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'service', version: '1.0.0', scripts: { test } }),
    );
    const git = (...args: string[]) =>
      execFileSync(
        'git',
        ['-c', 'user.name=Dev', '-c', 'user.email=dev@localhost', ...args],
        { cwd: folder, stdio: 'ignore' },
      );
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Begin');
    git('update-server-info');
    const name = randomUUID();
    this.served.set(name, folder);
    const address = this.server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('The server has no port');
    }
    return `http://${this.testCluster.nodeAddress}:${address.port}/${name}.git`;
  }
}

function clustersBy(kubeconfig: string): KubernetesSettings['clusters'] {
  return [{ name: 'test', source: { type: 'kubeconfig', file: kubeconfig } }];
}

/** Follows a run until its end, or until a condition holds. */
export async function follow(
  executor: KubernetesExecutor,
  handle: RunHandle,
  options: {
    cursor?: string;
    /** Also told whom nothing stops. */
    each?: (update: RunUpdate) => void;
    until?: (update: RunUpdate) => boolean;
  } = {},
): Promise<{ updates: RunUpdate[]; cursor: string }> {
  const abort = new AbortController();
  const updates: RunUpdate[] = [];
  let cursor = options.cursor ?? '';
  for await (const batch of executor.follow(handle, {
    cursor: options.cursor,
    signal: abort.signal,
  })) {
    updates.push(...batch.updates);
    cursor = batch.cursor;
    for (const update of batch.updates) options.each?.(update);
    if (options.until && batch.updates.some(options.until)) {
      abort.abort();
      break;
    }
  }
  return { updates, cursor };
}
