import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BackendProcess } from '../system/BackendProcess';
import { createWorkspaceFolder } from '../system/createWorkspaceFolder';
import { freePort } from '../system/freePort';
import { Portal } from '../system/Portal';
import { repositoryRoot } from '../system/repositoryRoot';
import {
  OWNER,
  startSampleGithub,
  type SampleGithub,
} from '../system/startSampleGithub';
import { workspacePath } from '../system/startSystem';
import { stopSupervisors } from '../system/stopSupervisors';
import { findWorkspaceEnvironment } from '../system/workspaceEnvironment';

/** The component whose repository is changed. */
export const COMPONENT = 'quick-service';
/** Of the guest, in portals as they are made by `create-app`. */
const GROUP = 'guests';

/** A portal that runs, with a local GitHub behind it. */
export type RunningPortal = {
  portal: Portal;
  /** The titles of the pull requests of the component's repository. */
  pullRequests(): Promise<string[]>;
  stop(): Promise<void>;
};

const pullRequestsSchema = z.array(z.object({ title: z.string() }));

/**
 * Starts the backend of a portal, which serves its pages too, and waits until its guest can create tasks.
 *
 * @param options - `directory` is the portal's, `data` for all else; `configFiles` are the portal's own
 */
export async function startPortal(options: {
  directory: string;
  data: string;
  configFiles: string[];
  logFile: string;
  signal: AbortSignal;
}): Promise<RunningPortal> {
  const { directory, data, configFiles, logFile, signal } = options;
  await mkdir(data, { recursive: true });
  const workspaces = await createWorkspaceFolder(data);
  const [sample, environment, port] = await Promise.all([
    startSampleGithub({
      directory: join(data, 'github'),
      repositories: {
        [COMPONENT]: join(
          repositoryRoot,
          'packages/demo/src/systemTests/support/quick-service',
        ),
      },
    }),
    findWorkspaceEnvironment(),
    freePort(),
  ]);
  const url = `http://localhost:${port}`;
  await addComponent(directory, `${sample.github.url}/${OWNER}/${COMPONENT}`);
  const overlay = join(data, 'app-config.json');
  const config = {
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      cors: { origin: url },
    },
    integrations: {
      github: [
        {
          host: sample.github.host,
          apiBaseUrl: sample.github.apiUrl,
          token: sample.token,
        },
      ],
    },
    backgroundTasks: {
      executors: { local: { directory: workspaces.path } },
      runner: { path: workspacePath(), environment: environment.names },
    },
  };
  await writeFile(overlay, JSON.stringify(config), { mode: 0o600 });
  const backend = new BackendProcess({
    root: directory,
    entry: join(directory, 'packages/backend/src/index.ts'),
    configFiles: [...configFiles, overlay],
    url,
    logFile,
    env: environment.env,
  });
  const portal = new Portal({ url, apiUrl: url });
  const stop = async () => {
    await backend.stop();
    await stopSupervisors(workspaces.path);
    await workspaces.release();
    await sample.github.close();
  };
  try {
    await backend.start(signal);
    await portal.untilCatalogReady(signal, [
      [`component/default/${COMPONENT}`, 'ownedBy'],
      [`group/default/${GROUP}`, 'hasMember'],
      ['user/default/guest', 'memberOf'],
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { portal, pullRequests: () => listPullRequests(sample), stop };
}

async function listPullRequests(sample: SampleGithub): Promise<string[]> {
  const response = await fetch(
    `${sample.github.apiUrl}/repos/${OWNER}/${COMPONENT}/pulls`,
    { headers: { authorization: `Bearer ${sample.token}` } },
  );
  const pulls = pullRequestsSchema.parse(await response.json());
  return pulls.map(({ title }) => title);
}

/** As a newcomer would who has a component to try it with. */
async function addComponent(
  directory: string,
  repositoryUrl: string,
): Promise<void> {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: COMPONENT,
      annotations: { 'backstage.io/source-location': `url:${repositoryUrl}` },
    },
    spec: { type: 'service', lifecycle: 'production', owner: GROUP },
  };
  await appendFile(
    join(directory, 'examples/entities.yaml'),
    `\n---\n${JSON.stringify(entity)}\n`,
  );
}
