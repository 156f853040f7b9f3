import type { DevModels } from '@background-tasks/dev-models';
import type { CreateBackgroundTaskRequest } from '@background-tasks/plugin-background-tasks-common';
import type { JsonObject } from '@backstage/types';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRunFolder } from '../../system/createRunFolder';
import { repositoryRoot } from '../../system/repositoryRoot';
import { OWNER } from '../../system/startSampleGithub';
import { startSystem, type DemoSystem } from '../../system/startSystem';

export const PROJECT = 'developers';
export const VENDOR_KEY = 'canary-vendor-5d2f1c0e8b7a4c6d9e3f0a1b';
export const TARGET = 'target-service';
const AGENT = 'claude-code@2.1.330';
const HERE = join(repositoryRoot, 'packages/demo/src/systemTests/badAgents');

/** A system for agents that do whatever they are told, with limits that a test can reach. */
export async function startBadSystem(
  models: DevModels,
  more: { github?: JsonObject[]; config?: JsonObject } = {},
): Promise<DemoSystem> {
  const directory = await createRunFolder(
    join(repositoryRoot, '.test-output/systems'),
  );
  const agents = join(directory, 'agents');
  await installScriptedAgent(agents);
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

async function installScriptedAgent(agents: string): Promise<void> {
  const bin = join(agents, AGENT, 'bin');
  await mkdir(bin, { recursive: true });
  const program = join(bin, 'claude');
  await copyFile(join(HERE, 'claude.sh'), program);
  await chmod(program, 0o755);
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
