import { randomBytes } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { connectToTestCluster, kubectl } from '@background-tasks/dev-cluster';
import {
  isFinalStatus,
  type BackgroundTask,
  type BackgroundTaskEvent,
  type CreateBackgroundTaskRequest,
} from '@background-tasks/plugin-background-tasks-common';
import { followTask } from '../../../scenarios/followTask';
import { createRunFolder } from '../../../system/createRunFolder';
import { repositoryRoot } from '../../../system/repositoryRoot';
import { OWNER } from '../../../system/startSampleGithub';
import { waitUntil } from '../../../systemTests/support/waitUntil';
import { BackendAccess } from '../BackendAccess';
import { startClusterPortal, type ClusterPortal } from '../startClusterPortal';
import { ApiDoor } from './ApiDoor';
import { Gates } from './Gates';
import { Stops } from './Stops';

/** The project of tasks that name none. */
export const PROJECT = 'faults';
const SEED = 'packages/demo/src/kubernetesTests/support/faults/gated-service';
/** All that is made for a run, and for nothing but it. */
const OF_RUNS = 'jobs,pods,secrets,configmaps';

/** A task of a test: the repository of the same name is its own. */
export type FaultTask = { name: string; project?: string };

/** How to start it. */
export type FaultWorldOptions = {
  /** A repository for each task; those with a gate have one that their test waits at from the first commit on. */
  repositories: Record<string, { gate?: string }>;
  /** What is particular to projects on Kubernetes; `PROJECT` is always there. */
  projects?: Record<string, JsonObject>;
  /** Laid over `backgroundTasks.kubernetes`. */
  kubernetes?: JsonObject;
};

/** A portal on the cluster to do harm to: projects with a namespace each, and as many tasks at once as there are repositories. */
export class FaultWorld {
  private constructor(
    readonly portal: ClusterPortal,
    readonly gates: Gates,
    /** What the backend's requests to the API server go through. */
    readonly door: ApiDoor,
    private readonly prefix: string,
    private readonly projects: readonly string[],
    private readonly parts: Stops,
  ) {}

  static async start(options: FaultWorldOptions): Promise<FaultWorld> {
    const cluster = await connectToTestCluster();
    const prefix = `faults-${randomBytes(3).toString('hex')}`;
    const projects = { [PROJECT]: {}, ...options.projects };
    const names = Object.keys(projects);
    const stops = new Stops();
    try {
      const gates = await Gates.start(cluster.nodeAddress);
      stops.add(() => gates.close());
      const access = await BackendAccess.create(cluster, prefix);
      stops.add(() => access.remove());
      const { door, kubeconfig } = await openDoor(access, cluster.nodeAddress);
      stops.add(() => door.remove());
      stops.add(async () => {
        await kubectl(cluster, [
          ...['delete', 'namespace', ...names.map(of => `${prefix}-${of}`)],
          ...['--ignore-not-found', '--wait=false'],
        ]);
      });
      const cidr = `${cluster.nodeAddress}/32`;
      const portal = await startClusterPortal({
        repositories: await seedsOf(options.repositories, gates),
        backgroundTasks: {
          limits: { perUser: 0 },
          projects: Object.entries(projects).map(([name, kubernetes]) => ({
            ...{ name, kubernetes },
            members: ['group:default/developers'],
            namespace: `${prefix}-${name}`,
          })),
        },
        kubernetes: {
          clusters: [{ name: 'test', kubeconfig }],
          ttlAfterFinished: { seconds: 1 },
          tenancy: { network: { allow: [{ cidr, ports: [gates.port] }] } },
          ...options.kubernetes,
        },
      });
      stops.add(() => portal.stop());
      return new FaultWorld(portal, gates, door, prefix, names, stops);
    } catch (error) {
      await stops.run();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.parts.run();
  }

  readonly namespaceOf = (project: string): string =>
    `${this.prefix}-${project}`;

  async create(
    { name, project = PROJECT }: FaultTask,
    run: string,
    more: Partial<CreateBackgroundTaskRequest> = {},
  ): Promise<void> {
    const { portal, github } = this.portal.system;
    await portal.client().createTask(project, {
      name,
      run,
      instructions: 'Change the text.',
      repository: { url: `${github.url}/${OWNER}/${name}` },
      provider: 'script',
      ...more,
    });
  }

  async read({ name, project = PROJECT }: FaultTask): Promise<BackgroundTask> {
    return this.portal.system.portal.client().getTask({ project, name });
  }

  async untilInPhase(
    task: FaultTask,
    phase: BackgroundTask['phase'],
  ): Promise<void> {
    await waitUntil(`${task.name} is in phase ${phase}`, async () => {
      const now = await this.read(task);
      if (now.phase === phase) return true;
      if (!isFinalStatus(now.status)) return false;
      throw new Error(`${task.name} ended: ${now.status}, ${now.error}`);
    });
  }

  /**
   * The task as it ended, and all that was said of it; over restarts of the backend.
   *
   * @param events - takes what is said while it is said
   */
  async ended(
    { name, project = PROJECT }: FaultTask,
    events: BackgroundTaskEvent[] = [],
  ): Promise<{ task: BackgroundTask; events: BackgroundTaskEvent[] }> {
    const task = await followTask(
      this.portal.system.portal.client(),
      { project, name },
      { onEvent: event => events.push(event) },
    );
    return { task, events };
  }

  /** The addresses of all pull requests of a task's repository. */
  async pullRequests({ name }: FaultTask): Promise<string[]> {
    const { github, githubToken } = this.portal.system;
    const response = await fetch(
      `${github.apiUrl}/repos/${OWNER}/${name}/pulls?state=all`,
      { headers: { authorization: `token ${githubToken}` } },
    );
    const pulls: { html_url: string }[] = await response.json();
    return pulls.map(pull => pull.html_url);
  }

  /** kubectl in the namespace of a project. */
  async kubectl(project: string, ...args: string[]): Promise<string> {
    return kubectl(this.portal.cluster, [
      ...['-n', this.namespaceOf(project)],
      ...args,
    ]);
  }

  /** Deletes what of a kind a task's run has, in the way that somebody with kubectl does. */
  async deleteOf(
    { name, project = PROJECT }: FaultTask,
    kind: 'pods' | 'jobs',
  ): Promise<void> {
    const all = await this.kubectl(project, 'get', kind, '-o', 'name');
    const own = all.split('\n').filter(one => one.includes(`/${name}-`));
    await this.kubectl(project, 'delete', ...own, '--wait=false');
  }

  /** Waits until the cluster has nothing of any run any more. */
  async untilNothingIsLeft(): Promise<void> {
    let left = '';
    await waitUntil('nothing of the runs is left', async () => {
      const all = await Promise.all(
        this.projects.map(project =>
          this.kubectl(
            project,
            ...['get', OF_RUNS, '-o', 'name', '-l', 'background-tasks/run'],
          ),
        ),
      );
      left = all.join('');
      return left === '';
    }).catch(error => {
      throw new Error(`${error}; there is still\n${left}`);
    });
  }

  /** What the session of a task says of it: as soon as that is what is expected, or else in the end. */
  async phaseOfSession(
    { name, project = PROJECT }: FaultTask,
    expected: string,
  ): Promise<string> {
    let phase = '';
    await waitUntil(`the session of ${name} says ${expected}`, async () => {
      phase = await this.kubectl(
        project,
        ...['get', 'agenticsessions', '-l', `ambient-code.io/task=${name}`],
        ...['-o', 'jsonpath={.items[*].status.phase}'],
      );
      return phase === expected;
    });
    return phase;
  }
}

async function seedsOf(
  repositories: FaultWorldOptions['repositories'],
  gates: Gates,
): Promise<Record<string, string>> {
  const folder = await createRunFolder(
    join(repositoryRoot, '.test-output/seeds'),
  );
  const seeds: Record<string, string> = {};
  for (const [name, { gate }] of Object.entries(repositories)) {
    const seed = join(folder, name);
    await cp(join(repositoryRoot, SEED), seed, { recursive: true });
    if (gate) await writeFile(join(seed, 'gate.txt'), gates.url(gate));
    seeds[name] = seed;
  }
  return seeds;
}

async function openDoor(access: BackendAccess, host: string) {
  const config = JSON.parse(await readFile(access.kubeconfig, 'utf8'));
  const [{ cluster }] = config.clusters;
  const door = await ApiDoor.open(cluster.server, host);
  cluster.server = door.url;
  const kubeconfig = join(dirname(access.kubeconfig), 'door.json');
  await writeFile(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  return { door, kubeconfig };
}
