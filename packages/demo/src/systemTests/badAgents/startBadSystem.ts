import type { DevModels } from '@background-tasks/dev-models';
import type { CreateBackgroundTaskRequest } from '@background-tasks/plugin-background-tasks-common';
import type { JsonObject } from '@backstage/types';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createRunFolder } from '../../system/createRunFolder';
import { repositoryRoot } from '../../system/repositoryRoot';
import { OWNER } from '../../system/startSampleGithub';
import { startSystem, type DemoSystem } from '../../system/startSystem';
import { installScriptedAgent } from '../../system/installScriptedAgent';

export const PROJECT = 'developers';
/** Begins all secrets of one test run: another one may lie on the same machine. */
export const CANARY_MARK = randomBytes(6).toString('hex');
export const VENDOR_KEY = canary('vendor');
export const TARGET = 'target-service';
const HERE = join(repositoryRoot, 'packages/demo/src/systemTests/badAgents');

/** A secret that is known where it turns up. */
export function canary(kind: string): string {
  return `canary-${kind}-${CANARY_MARK}${randomBytes(6).toString('hex')}`;
}

/** A system for agents that do whatever they are told, with limits that a test can reach. */
export async function startBadSystem(
  models: DevModels,
  more: { github?: JsonObject[]; config?: JsonObject } = {},
): Promise<DemoSystem> {
  await assertKeptApart();
  const directory = await createRunFolder(
    join(repositoryRoot, '.test-output/systems'),
  );
  const agents = join(directory, 'agents');
  await installScriptedAgent({
    directory: agents,
    script: join(HERE, 'claude.sh'),
  });
  return startSystem({
    directory,
    repositories: { [TARGET]: join(HERE, TARGET) },
    moreGithub: more.github,
    config: {
      ...more.config,
      backgroundTasks: {
        limits: { perUser: 0, perRepository: 0, perProject: 0 },
        executors: {
          local: { limits: { memory: 1, processes: 500, disk: 0.5 } },
        },
        agents: { directory: agents, install: 'never' },
        providers: {
          'claude-code': {
            apiKey: VENDOR_KEY,
            baseUrl: models.url,
            models: [
              {
                id: 'scripted',
                price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 4 },
              },
            ],
          },
        },
      },
    },
  });
}

/** Where nothing keeps a task from the portal there is nothing to test: the task says so itself. */
async function assertKeptApart(): Promise<void> {
  if (process.getuid?.() === 0) return;
  const { stdout } = await promisify(execFile)(process.execPath, [
    require.resolve('@background-tasks/runner'),
    'probe',
  ]);
  if (JSON.parse(stdout).namespaces === true) return;
  throw new Error(
    "These tests need root, or namespaces for ordinary users: on Ubuntu, 'sysctl kernel.apparmor_restrict_unprivileged_userns=0'.",
  );
}

/** Asks for a task whose agent does what a script says, without a model or with one. */
export async function createBadTask(
  system: DemoSystem,
  {
    name,
    script,
    provider,
    request,
  }: {
    name: string;
    script: string;
    provider?: 'claude-code';
    request?: Partial<CreateBackgroundTaskRequest>;
  },
): Promise<void> {
  const orders = Buffer.from(script).toString('base64');
  await system.portal.client().createTask(PROJECT, {
    name,
    repository: { url: `${system.github.url}/${OWNER}/${TARGET}` },
    ...(provider
      ? {
          provider,
          model: 'scripted',
          instructions: `Change the text. DO ${orders} DONE`,
        }
      : { provider: 'script', instructions: 'Change the text.', run: script }),
    ...request,
  });
}
