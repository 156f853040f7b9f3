import {
  endless,
  readyScenarios,
  startDevModels,
  twoFileRefactoring,
  upgradeLodash,
  type DevModels,
  type ReadyScenario,
} from '@background-tasks/dev-models';
import type {
  BackgroundTask,
  BackgroundTaskEvent,
  BackgroundTaskProvider,
} from '@background-tasks/plugin-background-tasks-common';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followTask } from '../scenarios/followTask';
import { getPullRequest } from '../scenarios/pullRequest';
import type { DemoSystem } from '../system/startSystem';
import { startTestSystem } from './support/startTestSystem';
import { waitUntil } from './support/waitUntil';

// Six programs that start anew for each round, on machines that do other things too.
jest.setTimeout(1_800_000);

const PROJECT = 'developers';
const INSTALL_MS = 800_000;
/** Enough for some calls of an agent. */
const BUDGET_USD = 0.5;
const VENDOR_KEY = 'key-of-the-vendor';
/** What agents print of their models depends on the name: each has one that it knows. */
const MODELS: Readonly<Record<string, string>> = {
  'claude-code': 'claude-sonnet-4-5',
  'codex-cli': 'gpt-5.3-codex',
  'gemini-cli': 'gemini-2.5-pro',
};
const AGENTS = (
  process.env.BACKGROUND_TASKS_TEST_AGENTS ?? 'claude-code,codex-cli'
).split(',');

let models: DevModels;
let system: DemoSystem;
/** The names of the tasks of a test. */
const started: string[] = [];

beforeAll(async () => {
  models = await startDevModels({
    apiKey: VENDOR_KEY,
    scenarios: readyScenarios,
  });
  system = await startTestSystem({
    backgroundTasks: {
      agents: {
        // Kept from run to run: they are large.
        directory: join(
          tmpdir(),
          `background-tasks-test-agents-${process.getuid?.() ?? 'user'}`,
        ),
      },
      providers: Object.fromEntries(
        AGENTS.map(agent => [
          agent,
          {
            apiKey: VENDOR_KEY,
            baseUrl: models.url,
            models: [
              {
                id: modelOf(agent),
                price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 4 },
              },
            ],
          },
        ]),
      ),
    },
  });
});
afterAll(async () => {
  await system?.stop();
  await models?.close();
});

// A test whose time is over leaves its task to run, and nobody has two at once.
afterEach(async () => {
  const client = system.portal.client();
  for (const name of started.splice(0)) {
    await client.cancelTask({ project: PROJECT, name }).catch(() => undefined);
    await followTask(client, { project: PROJECT, name });
  }
});

function modelOf(agent: string): string {
  return MODELS[agent] ?? 'gpt-5.2';
}

/** Asking for it has it installed. */
async function providerOf(agent: string): Promise<BackgroundTaskProvider> {
  const { url, token } = {
    url: `${system.portal.url}/api/background-tasks/providers`,
    token: await system.portal.token(),
  };
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items }: { items: BackgroundTaskProvider[] } = await response.json();
  const provider = items.find(({ id }) => id === agent);
  if (!provider) throw new Error(`There is no provider '${agent}'`);
  return provider;
}

async function untilInstalled(agent: string): Promise<void> {
  await waitUntil(
    `${agent} is installed`,
    async () => {
      const { available, reason } = await providerOf(agent);
      if (reason?.includes('could not be installed')) throw new Error(reason);
      return available;
    },
    INSTALL_MS,
  );
}

/** A task in words, followed to its end. */
async function carryOut(
  agent: string,
  name: string,
  scenario: ReadyScenario,
  budget?: { usd: number },
) {
  const client = system.portal.client();
  await client.createTask(PROJECT, {
    name,
    instructions: scenario.instructions,
    repository: { url: system.repositoryUrl },
    provider: agent,
    model: modelOf(agent),
    validation: { repairRounds: 2 },
    budget,
  });
  started.push(name);
  const events: BackgroundTaskEvent[] = [];
  const task = await followTask(
    client,
    { project: PROJECT, name },
    { onEvent: event => events.push(event) },
  );
  return { task, events };
}

function expectOneRepair(
  { task, events }: { task: BackgroundTask; events: BackgroundTaskEvent[] },
  failing: string,
) {
  expect({ error: task.error, outcome: task.outcome }).toEqual({
    error: null,
    outcome: 'pullRequest',
  });
  const looks = events.flatMap(event =>
    event.type === 'validation' && event.stage === 'agent' ? [event] : [],
  );
  expect(looks).toContainEqual(
    expect.objectContaining({
      round: 0,
      check: expect.objectContaining({ command: failing, status: 'failed' }),
    }),
  );
  expect(
    looks.filter(({ round }) => round === 1).map(({ check }) => check),
  ).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ command: failing, status: 'passed' }),
    ]),
  );
  const repairs = events.filter(({ type }) => type === 'repair');
  expect(repairs).toHaveLength(1);
  expect(task.validation.verdict).toBe('passed');
}

describe('a budget', () => {
  it('ends a task whose agent goes round in circles, which says what it cost', async () => {
    const [agent] = AGENTS;
    await untilInstalled(agent);

    const { task } = await carryOut(agent, 'in-circles', endless, {
      usd: BUDGET_USD,
    });

    expect(task).toMatchObject({
      status: 'Failed',
      outcome: 'budgetExhausted',
      prUrl: null,
    });
    expect(task.usage.costUsd).toBeGreaterThan(0);
    expect(task.usage.costUsd).toBeLessThanOrEqual(BUDGET_USD);
  });
});

describe.each(AGENTS)('%s', agent => {
  beforeAll(() => untilInstalled(agent));

  it('upgrades a dependency, is told of what the linter says, and repairs it', async () => {
    const done = await carryOut(agent, `${agent}-upgrade`, upgradeLodash);

    expectOneRepair(done, 'npm run lint');
    const { prNumber, usage } = done.task;
    if (prNumber === null) throw new Error('There is no pull request');
    const { files } = await getPullRequest(system, prNumber);
    expect(files).toEqual(['package-lock.json', 'package.json']);
    expect(usage.inputTokens).toBeGreaterThan(0);
    expect(usage.costUsd).toBeGreaterThan(0);
    expect(done.task.change).toMatchObject({
      provider: agent,
      model: modelOf(agent),
      repairRounds: 1,
      agentVersion: expect.stringMatching(/^\d+\.\d+/),
    });
  });

  it('changes several files, is told of the tests that fail, and repairs them', async () => {
    const done = await carryOut(agent, `${agent}-rename`, twoFileRefactoring);

    expectOneRepair(done, 'npm test');
    const { prNumber } = done.task;
    if (prNumber === null) throw new Error('There is no pull request');
    const { files } = await getPullRequest(system, prNumber);
    expect(files).toEqual([
      'src/index.js',
      'src/orders.js',
      'src/summary.js',
      'test/orders.test.js',
    ]);
  });

  it('has no key worth stealing: its models are asked with that of the vendor, which no log shows', async () => {
    const client = system.portal.client();
    const log = await client.getLog({
      project: PROJECT,
      name: `${agent}-upgrade`,
    });

    expect(log).toContain(agent);
    expect(log).not.toContain(VENDOR_KEY);
    expect(models.requests().every(({ authorized }) => authorized)).toBe(true);
  });
});
