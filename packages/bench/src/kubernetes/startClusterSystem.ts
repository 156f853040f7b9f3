import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import {
  BackendProcess,
  freePort,
  repositoryRoot,
} from '@background-tasks/demo';
import {
  connectToTestCluster,
  installDefinitions,
  kubectl,
  RUNNER_IMAGE,
  type TestCluster,
} from '@background-tasks/dev-cluster';
import { startDevGithub, type DevGithub } from '@background-tasks/dev-github';
import { isFinalStatus } from '@background-tasks/plugin-background-tasks-common';
import { BenchClient } from '../load/BenchClient';
import { catalogOf } from '../system/catalogOf';
import { ClusterApi } from './ClusterApi';
import type { RequestCounts } from './RequestCounts';
import { stopAll } from './stopAll';
import { API_SERVER_VARIABLE } from './requestsPlugin';

const OWNER = 'bench';
const TOKEN = 'dev_bench';
const AT_ONCE = 4;
const POLL_MS = 200;
const DIRECTORY = join(repositoryRoot, '.bench', 'kubernetes');

/** A task, by its address. */
export type TaskPlace = { path: string; name: string; project: number };

/** A backend that runs its tasks on the test cluster, in namespaces of its own. */
export class ClusterSystem {
  constructor(
    readonly cluster: TestCluster,
    readonly api: ClusterApi,
    readonly client: BenchClient,
    readonly repositoryUrls: readonly string[],
    private readonly id: string,
    private readonly signal: AbortSignal,
    readonly stop: () => Promise<void>,
  ) {}

  /** Waits; an interruption ends it. */
  async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.signal });
  }

  /** Where the Pods of a project, from 0 on, are. */
  namespace(project = 0): string {
    return namespaceOf(this.id, project);
  }

  /** Creates a task of the nth user in the nth repository. */
  async create(n: number, run: string, project = 0): Promise<TaskPlace> {
    const tasks = `/api/background-tasks/projects/project-${project}/background-tasks`;
    const { name } = JSON.parse(
      await this.client.send({
        method: 'POST',
        path: tasks,
        user: n,
        body: {
          instructions: 'Change a file',
          repository: { url: this.repositoryUrls[n] },
          provider: 'script',
          run,
        },
      }),
    );
    return { path: `${tasks}/${name}`, name, project };
  }

  /** Waits for the end of tasks. @throws Error in their words where one did not end well */
  async untilCompleted(tasks: readonly TaskPlace[]): Promise<void> {
    for (const { path, name } of tasks) {
      for (;;) {
        const task = JSON.parse(await this.client.send({ path }));
        if (task.status === 'Completed') break;
        if (isFinalStatus(task.status)) {
          throw new Error(`${name} ended as ${task.status}: ${task.error}`);
        }
        await this.pause(POLL_MS);
      }
    }
  }

  /** What the backend has asked the API server for since it started. */
  async requests(): Promise<RequestCounts> {
    return JSON.parse(await this.client.send({ path: '/api/bench/requests' }));
  }

  /** What the backend holds in memory, in bytes. */
  async memory(): Promise<{ heapUsed: number; rss: number }> {
    return JSON.parse(await this.client.send({ path: '/api/bench/memory' }));
  }
}

/** Starts such a backend with so many users, each with a repository, and removes all of it where that fails. */
export async function startClusterSystem(options: {
  users: number;
  projects: number;
  /** Laid over `backgroundTasks.kubernetes`. */
  kubernetes?: JsonObject;
  signal: AbortSignal;
}): Promise<ClusterSystem> {
  const { signal, users, projects } = options;
  const id = randomBytes(3).toString('hex');
  const directory = join(DIRECTORY, id);
  await mkdir(directory, { recursive: true });
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    await stopAll(stops.splice(0).reverse());
  };
  try {
    const cluster = await connectToTestCluster();
    await installDefinitions(cluster);
    const api = await ClusterApi.connect(cluster);
    stops.push(() => api.close());
    const github = await startDevGithub({
      directory: join(directory, 'github'),
      port: 0,
    });
    stops.push(
      () => rm(join(directory, 'github'), { recursive: true, force: true }),
      () => github.close(),
    );
    const repositoryUrls = await createRepositories(github, directory, users);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const config = await writeConfig({
      ...{ ...options, id, cluster, github, directory, port, url },
      repositoryUrls,
    });
    const namespaces = Array.from({ length: projects }, (_, project) =>
      namespaceOf(id, project),
    );
    stops.push(() =>
      kubectl(cluster, [
        ...['delete', 'namespace', ...namespaces],
        ...['--ignore-not-found', '--wait=false'],
      ]),
    );
    const backend = new BackendProcess({
      entry: join(repositoryRoot, 'packages/bench/src/kubernetes/backend.ts'),
      configFiles: [config],
      url,
      logFile: join(directory, 'backend.log'),
      env: {
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        [API_SERVER_VARIABLE]: api.server.host,
      },
    });
    stops.push(() => backend.stop());
    await backend.start(signal);
    const client = new BenchClient(url);
    stops.push(() => client.close());
    await client.signIn(users, signal);
    return new ClusterSystem(
      cluster,
      api,
      client,
      repositoryUrls,
      id,
      signal,
      stop,
    );
  } catch (error) {
    await stop();
    throw error;
  }
}

function namespaceOf(id: string, project: number): string {
  return `bench-${id}-${project}`;
}

async function createRepositories(
  github: DevGithub,
  directory: string,
  count: number,
): Promise<string[]> {
  github.addToken({ token: TOKEN, login: 'bench-bot', scope: 'write' });
  const seed = join(directory, 'seed');
  await mkdir(seed);
  await writeFile(
    join(seed, 'package.json'),
    JSON.stringify({
      name: 'tiny',
      version: '1.0.0',
      scripts: { test: 'true' },
    }),
  );
  const urls: string[] = [];
  for (let n = 0; n < count; n += AT_ONCE) {
    const some = Array.from(
      { length: Math.min(AT_ONCE, count - n) },
      (_, index) =>
        github.createRepository({
          owner: OWNER,
          name: `repository-${n + index + 1}`,
          defaultBranch: 'main',
          fromDirectory: seed,
        }),
    );
    urls.push(...(await Promise.all(some)).map(({ url }) => url));
  }
  return urls;
}

async function writeConfig(options: {
  id: string;
  users: number;
  projects: number;
  kubernetes?: JsonObject;
  cluster: TestCluster;
  github: DevGithub;
  directory: string;
  port: number;
  url: string;
  repositoryUrls: string[];
}): Promise<string> {
  const { id, cluster, github, directory, port, url } = options;
  const catalog = join(directory, 'catalog.yaml');
  await writeFile(catalog, catalogOf(options.users, options.repositoryUrls));
  const database = join(directory, 'database');
  await mkdir(database);
  const config = {
    app: { baseUrl: url },
    organization: { name: 'Bench' },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      database: process.env.BENCH_POSTGRES_URL
        ? {
            client: 'pg',
            connection: process.env.BENCH_POSTGRES_URL,
            prefix: `bench_${id}_`,
          }
        : { client: 'better-sqlite3', connection: { directory: database } },
    },
    auth: { providers: { 'test-user': {} } },
    permission: { enabled: false },
    integrations: {
      github: [{ host: github.host, apiBaseUrl: github.apiUrl, token: TOKEN }],
    },
    catalog: {
      rules: [{ allow: ['Component', 'Group', 'User', 'Template'] }],
      locations: [{ type: 'file', target: catalog }],
    },
    backgroundTasks: {
      executor: 'kubernetes',
      gateway: { listen: { host: cluster.nodeAddress, port: 0 } },
      projects: Array.from({ length: options.projects }, (_, project) => ({
        name: `project-${project}`,
        namespace: namespaceOf(id, project),
        members: ['group:default/bench'],
        repositories: [`${github.url}/${OWNER}/*`],
      })),
      kubernetes: {
        clusters: [{ name: 'test', kubeconfig: cluster.kubeconfig }],
        runnerImage: RUNNER_IMAGE,
        resources: {
          requests: { cpu: '10m', memory: '64Mi' },
          limits: { cpu: '2', memory: '512Mi' },
        },
        workspace: { size: '256Mi' },
        ...options.kubernetes,
      },
    },
  };
  const file = join(directory, 'app-config.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config, undefined, 2));
  return file;
}
