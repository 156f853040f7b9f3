import { startDevGithub } from '@background-tasks/dev-github';
import type { DevGithub } from '@background-tasks/dev-github';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendProcess } from '../../../system/BackendProcess';
import { createRunFolder } from '../../../system/createRunFolder';
import { createWorkspaceFolder } from '../../../system/createWorkspaceFolder';
import { freePort } from '../../../system/freePort';
import { Portal } from '../../../system/Portal';
import { repositoryRoot } from '../../../system/repositoryRoot';
import { OWNER } from '../../../system/startSampleGithub';
import { workspacePath } from '../../../system/startSystem';
import { stopSupervisors } from '../../../system/stopSupervisors';
import { findWorkspaceEnvironment } from '../../../system/workspaceEnvironment';
import { TestDatabase } from './TestDatabase';

const TOKEN = 'dev_replicas';
/** As many as the limits let a project have at once. */
const PROJECT_SIZE = 10;

/** One backend of several on the same database. */
export type Replica = { backend: BackendProcess; portal: Portal };

/** A user with a repository, and the project that both are of. */
export type Member = { user: string; project: string; repository: string };

/** Several backends on one PostgreSQL database, one folder of runs and one local GitHub. */
export type Replicas = {
  all: Replica[];
  members: Member[];
  database: TestDatabase;
  github: DevGithub;
  /** May read and write every repository. */
  githubToken: string;
  /** One folder per run. */
  workspaces: string;
  /** Ends everything, and leaves nothing behind but logs in a folder that later runs clear. */
  stop(): Promise<void>;
};

/**
 * Starts them, with the default limits: one task per user and per repository, ten per project.
 *
 * @param options - how many backends, and how many users with a repository each
 */
export async function startReplicas(options: {
  replicas: number;
  members: number;
}): Promise<Replicas> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    const failures: unknown[] = [];
    for (const each of stops.splice(0).reverse()) {
      await each().catch(error => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    const directory = await createRunFolder(
      join(repositoryRoot, '.test-output/replicas'),
    );
    const database = new TestDatabase();
    stops.push(() => database.drop());
    const data = join(directory, 'github');
    await mkdir(data, { recursive: true, mode: 0o700 });
    const github = await startDevGithub({ directory: data });
    stops.push(() => github.close());
    const workspaces = await createWorkspaceFolder(directory);
    stops.push(() => workspaces.release());
    stops.push(() => stopSupervisors(workspaces.path));

    const members = membersOf(options.members);
    await seed(github, members);
    const environment = await findWorkspaceEnvironment();
    const shared = {
      ...configOf({ github, members }),
      catalog: await catalogIn(directory, members),
    };
    const all: Replica[] = [];
    for (let number = 1; number <= options.replicas; number++) {
      const port = await freePort();
      const url = `http://localhost:${port}`;
      const file = join(directory, `replica-${number}.yaml`);
      const config = {
        ...shared,
        app: { baseUrl: url },
        backend: {
          baseUrl: url,
          listen: { host: '127.0.0.1', port },
          database: database.config,
        },
        backgroundTasks: {
          ...shared.backgroundTasks,
          executors: { local: { directory: workspaces.path } },
          runner: { path: workspacePath(), environment: environment.names },
        },
      };
      await writeFile(file, JSON.stringify(config), { mode: 0o600 });
      const backend = new BackendProcess({
        entry: join(repositoryRoot, 'packages/demo/src/testing/replica.ts'),
        configFiles: [join(repositoryRoot, 'app-config.yaml'), file],
        url,
        logFile: join(directory, `replica-${number}.log`),
        env: environment.env,
      });
      stops.push(() => backend.kill());
      all.push({ backend, portal: new Portal({ url, apiUrl: url }) });
    }
    // The first one makes the tables.
    for (const { backend } of all) await backend.start();
    return {
      ...{ all, members, database, github, stop },
      githubToken: TOKEN,
      workspaces: workspaces.path,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function membersOf(count: number): Member[] {
  return Array.from({ length: count }, (_, index) => ({
    user: `user-${index + 1}`,
    project: `team-${Math.floor(index / PROJECT_SIZE) + 1}`,
    repository: `repository-${index + 1}`,
  }));
}

async function seed(github: DevGithub, members: Member[]): Promise<void> {
  github.addToken({
    token: TOKEN,
    login: 'background-tasks-bot',
    scope: 'write',
  });
  for (const { repository } of members) {
    await github.createRepository({
      owner: OWNER,
      name: repository,
      private: true,
      defaultBranch: 'main',
      fromDirectory: join(
        repositoryRoot,
        'packages/demo/src/systemTests/support/quick-service',
      ),
    });
  }
}

function configOf(options: { github: DevGithub; members: Member[] }) {
  const { github, members } = options;
  const projects = [...new Set(members.map(({ project }) => project))];
  return {
    auth: { providers: { 'test-user': {} } },
    integrations: {
      github: [{ host: github.host, apiBaseUrl: github.apiUrl, token: TOKEN }],
    },
    backgroundTasks: {
      projects: projects.map(project => {
        const own = members.filter(member => member.project === project);
        return {
          name: project,
          members: own.map(({ user }) => `user:default/${user}`),
          repositories: own.map(
            ({ repository }) => `${github.url}/${OWNER}/${repository}`,
          ),
        };
      }),
    },
  };
}

async function catalogIn(directory: string, members: Member[]) {
  const file = join(directory, 'catalog.yaml');
  const users = members.map(({ user }) =>
    JSON.stringify({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name: user },
      spec: { memberOf: [] },
    }),
  );
  await writeFile(file, users.join('\n---\n'));
  return { locations: [{ type: 'file', target: file }] };
}
