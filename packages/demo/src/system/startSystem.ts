import type { JsonObject } from '@backstage/types';
import type { DevGithub } from '@background-tasks/dev-github';
import { isFinalStatus } from '@background-tasks/plugin-background-tasks-common';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendProcess } from './BackendProcess';
import { freePort } from './freePort';
import { Portal } from './Portal';
import { repositoryRoot } from './repositoryRoot';
import { OWNER, startSampleGithub } from './startSampleGithub';
import type { SampleGithub } from './startSampleGithub';
import { stopSupervisors } from './stopSupervisors';
import { createWorkspaceFolder } from './createWorkspaceFolder';
import type { WorkspaceFolder } from './createWorkspaceFolder';
import { findWorkspaceEnvironment } from './workspaceEnvironment';
import { writeAppConfig } from './writeAppConfig';

const CANCEL_TIMEOUT_MS = 15_000;

/** How to start a system. */
export type StartSystemOptions = {
  /** For all of its data: databases, repositories, workspaces, logs. */
  directory: string;
  /** The portal's port; any that is free if left out. */
  port?: number;
  /** The TypeScript file that starts the backend; that of `packages/backend` if left out. */
  backendEntry?: string;
  /** More repositories of `developers`: folders to seed them from, by their names. */
  repositories?: Record<string, string>;
  /** More catalog components of `developers`, whose repositories do not exist. */
  lostRepositories?: string[];
  /** More entities of the catalog. */
  moreEntities?: JsonObject[];
  /** More of the integrations with GitHub. */
  moreGithub?: JsonObject[];
  /** Laid over the configuration. */
  config?: JsonObject;
  /** What workspaces have in their environment, where that is not this machine's. */
  environment?: Record<string, string>;
  /** Gives up starting. */
  signal?: AbortSignal;
};

/** A local GitHub with the sample repository, and a portal that works on it. */
export type DemoSystem = {
  directory: string;
  portal: Portal;
  github: DevGithub;
  /** The sample repository: its address, and `owner/name`. */
  repositoryUrl: string;
  repository: string;
  /** May read and write it. */
  githubToken: string;
  backend: BackendProcess;
  /** One folder per run. */
  workspaces: string;
  /** Cancels what runs and ends everything. It may be called at any moment, and twice. */
  stop(): Promise<void>;
};

/**
 * Starts a local GitHub and the portal on free ports, and waits until tasks can be created.
 *
 * @throws an error in words; whatever was started by then is ended
 */
export async function startSystem(
  options: StartSystemOptions,
): Promise<DemoSystem> {
  const { directory, signal } = options;
  await mkdir(directory, { recursive: true });
  const workspaces = await createWorkspaceFolder(directory);
  const [sample, environment, port] = await Promise.all([
    startSampleGithub({
      directory: join(directory, 'github'),
      repositories: options.repositories,
    }),
    options.environment
      ? withNames(options.environment)
      : findWorkspaceEnvironment(),
    options.port ?? freePort(),
  ]);
  const url = `http://localhost:${port}`;
  const portal = new Portal({ url, apiUrl: url });
  const config = await writeAppConfig({
    directory,
    portal: { url, backendUrl: url, backendPort: port },
    github: githubConfig(sample),
    moreGithub: options.moreGithub,
    repositoryUrl: sample.repositoryUrl,
    moreRepositories: [
      ...Object.keys(options.repositories ?? {}),
      ...(options.lostRepositories ?? []),
    ].map(name => `${sample.github.url}/${OWNER}/${name}`),
    moreEntities: options.moreEntities,
    workspaces: {
      directory: workspaces.path,
      path: options.environment ? undefined : workspacePath(),
      environment: environment.names,
    },
  });
  const overlay = join(directory, 'app-config.overlay.yaml');
  await writeFile(overlay, JSON.stringify(options.config ?? {}));
  const backend = new BackendProcess({
    entry:
      options.backendEntry ??
      join(repositoryRoot, 'packages/backend/src/index.ts'),
    configFiles: [join(repositoryRoot, 'app-config.yaml'), config, overlay],
    url,
    logFile: join(directory, 'backend.log'),
    env: environment.env,
  });

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= stopAll({ portal, backend, sample, workspaces });
    return stopped;
  };
  try {
    await backend.start(signal);
    await portal.untilCatalogReady(signal);
  } catch (error) {
    // No task has run yet: nothing is lost, and a backend in the middle of its start is slow to end.
    await backend.kill();
    await stop();
    throw error;
  }
  return {
    directory,
    portal,
    github: sample.github,
    repositoryUrl: sample.repositoryUrl,
    repository: sample.repository,
    githubToken: sample.token,
    backend,
    workspaces: workspaces.path,
    stop,
  };
}

/** What the configuration says about a local GitHub. */
export function githubConfig(sample: SampleGithub) {
  return {
    host: sample.github.host,
    apiUrl: sample.github.apiUrl,
    token: sample.token,
  };
}

/** PATH for the commands of a task: that of the user, so that they run with the machine's own Node and npm. */
export function workspacePath(): string {
  return process.env.BACKGROUND_TASKS_WORKSPACE_PATH ?? process.env.PATH ?? '';
}

function withNames(env: Record<string, string>) {
  return { env, names: Object.keys(env) };
}

async function stopAll(parts: {
  portal: Portal;
  backend: BackendProcess;
  sample: SampleGithub;
  workspaces: WorkspaceFolder;
}): Promise<void> {
  const { portal, backend, sample, workspaces } = parts;
  if (backend.isRunning()) await cancelActiveTasks(portal);
  await backend.stop();
  await stopSupervisors(workspaces.path);
  await workspaces.release();
  await sample.github.close();
}

/** A run outlives its backend by design, so it is ended by way of the API while that still answers. */
async function cancelActiveTasks(portal: Portal): Promise<void> {
  const client = portal.client();
  const signal = AbortSignal.timeout(CANCEL_TIMEOUT_MS);
  try {
    const { items } = await client.listTasks({ limit: 200 }, { signal });
    const active = items.filter(task => !isFinalStatus(task.status));
    await Promise.allSettled(
      active.map(task => client.cancelTask(task, { signal })),
    );
  } catch {
    // The supervisors are told themselves afterwards.
  }
}
