import { ResponseError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  startDevModels,
  type Action,
  type DevModels,
  type Scenario,
} from '@background-tasks/dev-models';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getPullRequest } from '../scenarios/pullRequest';
import { OWNER } from '../system/startSampleGithub';
import type { DemoSystem } from '../system/startSystem';
import { QUICK, startTestSystem } from './support/startTestSystem';
import { waitUntil } from './support/waitUntil';

const TIMEOUT_MS = 900_000;
/** Two installations of packages and all checks, twice. */
const TASK_TIMEOUT_MS = 400_000;
const INSTALL_MS = 800_000;
const VENDOR_KEY = 'key-of-the-vendor';
const AGENT = { provider: 'claude-code', model: 'claude-sonnet-4-5' };
/** More than the copy of a log may repeat after a restart. */
const TICKS = 300;
const MOST_REPEATED = 100;

const LINTER = 'eslint.config.js';
const steps: Action[] = [
  { kind: 'read', path: LINTER },
  edit(
    "import js from '@eslint/js';",
    "import js from '@eslint/js';\nimport { defineConfig } from 'eslint/config';",
  ),
  edit('export default [', 'export default defineConfig(['),
  edit('];', ']);'),
];
/** What a model does that was asked to migrate the linter configuration of the sample repository. */
const migration: Scenario = {
  name: 'migrateLinterConfiguration',
  matches: /\bmigrate the linter configuration\b/i,
  turns: [
    ...steps.map((action, step) => ({
      when: { step },
      reply: { actions: [action] },
    })),
    { reply: { text: 'The linter configuration is migrated.' } },
  ],
};

function edit(find: string, replace: string): Action {
  return { kind: 'edit', path: LINTER, find, replace };
}

jest.setTimeout(TIMEOUT_MS);

describe('a template of the scaffolder', () => {
  let models: DevModels;
  let system: DemoSystem;

  beforeAll(async () => {
    models = await startDevModels({
      apiKey: VENDOR_KEY,
      scenarios: [migration],
    });
    system = await startTestSystem({
      scaffolder: { taskRecovery: { staleTimeout: { seconds: 5 } } },
      backgroundTasks: {
        // What these templates are for is kept from tasks by default.
        changes: { allow: ['ciWorkflows'] },
        validation: { allowChangedChecks: true },
        agents: {
          // Kept from run to run: they are large.
          directory: join(
            tmpdir(),
            `background-tasks-test-agents-${process.getuid?.() ?? 'user'}`,
          ),
        },
        providers: {
          [AGENT.provider]: {
            apiKey: VENDOR_KEY,
            baseUrl: models.url,
            models: [{ id: AGENT.model }],
          },
        },
      },
    });
  });
  afterAll(async () => {
    await system?.stop();
    await models?.close();
  });

  async function call(path: string, body?: object) {
    const response = await fetch(`${system.portal.url}/api/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await system.portal.token()}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }

  /** Sends the form of a template, once the catalog has it. @returns the id of its run */
  async function submit(template: string, values: JsonObject): Promise<string> {
    await waitUntil('the catalog has the template', () =>
      call(`catalog/entities/by-name/template/default/${template}`).then(
        () => true,
        () => false,
      ),
    );
    const templateRef = `template:default/${template}`;
    const { id } = await call('scaffolder/v2/tasks', { templateRef, values });
    return id;
  }

  async function messagesOf(run: string): Promise<string[]> {
    // That it was taken up again has no message.
    const events: { body: { message?: string } }[] = await call(
      `scaffolder/v2/tasks/${run}/events`,
    );
    return events.map(({ body }) => body.message ?? '');
  }

  /** The task that a run of a template made, and nothing beside it. */
  async function finish(run: string, template: string) {
    await waitUntil(
      'the template has ended',
      async () => {
        const { status } = await call(`scaffolder/v2/tasks/${run}`);
        return status === 'completed' || status === 'failed';
      },
      TASK_TIMEOUT_MS,
    );
    const { status } = await call(`scaffolder/v2/tasks/${run}`);
    const log = (await messagesOf(run)).join('\n');
    expect({ status, log }).toEqual({
      status: 'completed',
      log: expect.stringContaining('Pull request: '),
    });
    const ref = `template:default/${template}`;
    const { items } = await system.portal.client().listTasks({});
    const tasks = items.filter(({ trigger }) => trigger.ref === ref);
    expect(tasks).toEqual([
      expect.objectContaining({
        status: 'Completed',
        creator: 'user:default/guest',
        prUrl: expect.stringContaining('/pull/'),
        trigger: { kind: 'scaffolder', ref },
      }),
    ]);
    return tasks[0];
  }

  /** The files of a task's pull request in one of the repositories. */
  async function filesOf(
    task: BackgroundTaskRef,
    name: string,
  ): Promise<string[]> {
    const { prNumber } = await system.portal.client().getTask(task);
    if (prNumber === null) throw new Error('There is no pull request');
    const repository = `${OWNER}/${name}`;
    const pull = await getPullRequest({ ...system, repository }, prNumber);
    return pull.files;
  }

  it('is in the catalog, and leads from its form to a pull request and a notification', async () => {
    const run = await submit('upgrade-dependency', {
      project: 'developers',
      components: ['component:default/sample-service'],
      package: 'lodash',
      version: '4.17.21',
    });
    const task = await finish(run, 'upgrade-dependency');
    expect(await filesOf(task, 'sample-service')).toEqual([
      'package-lock.json',
      'package.json',
    ]);

    await waitUntil('the creator is notified', async () => {
      const { notifications } = await call('notifications');
      return notifications.some(
        ({ payload }: { payload: { link: string } }) =>
          payload.link === `/background-tasks/developers/${task.name}`,
      );
    });
  });

  it('adds a CI workflow, where projects let changes touch workflows', async () => {
    const run = await submit('add-ci-workflow', {
      project: 'developers',
      components: [`component:default/${QUICK}`],
    });
    const task = await finish(run, 'add-ci-workflow');
    expect(await filesOf(task, QUICK)).toEqual([
      '.github/workflows/checks.yaml',
    ]);
  });

  it('lets an agent migrate a linter configuration', async () => {
    await waitUntil(
      'the agent is installed',
      async () => {
        const { items } = await call('background-tasks/providers');
        return items.some(
          ({ id, available }: { id: string; available: boolean }) =>
            id === AGENT.provider && available,
        );
      },
      INSTALL_MS,
    );
    const run = await submit('migrate-linter-configuration', {
      project: 'developers',
      components: ['component:default/sample-service'],
      target: 'ESLint flat configuration',
      agent: AGENT,
    });
    const task = await finish(run, 'migrate-linter-configuration');
    expect(task).toMatchObject({ provider: AGENT.provider });
    expect(await filesOf(task, 'sample-service')).toEqual([LINTER]);
  });

  it('runs a task template, and goes on with the one task that it made when the portal was killed', async () => {
    await system.portal.client().createTemplate('developers', {
      name: 'say-more',
      displayName: 'Say more',
      instructionsTemplate: 'Add {{words}} to the text.',
      parameters: [{ name: 'words', type: 'string', required: true }],
      provider: 'script',
      runTemplate: `i=1; while [ $i -le ${TICKS} ]; do echo "tick $i"; i=$((i+1)); sleep 0.1; done; echo "$PARAM_words" >> text.txt`,
    });
    const run = await submit('run-task-template', {
      template: { project: 'developers', name: 'say-more' },
      values: { words: 'more' },
      components: [`component:default/${QUICK}`],
    });
    const ticks = async () => {
      const messages = await messagesOf(run);
      return messages.flatMap(message => message.match(/tick \d+/) ?? []);
    };
    await waitUntil(
      'more of the log is copied than may come twice',
      async () => (await ticks()).length > MOST_REPEATED,
      TASK_TIMEOUT_MS,
    );

    await system.backend.kill();
    await system.backend.start();
    const task = await finish(run, 'run-task-template');

    expect(await filesOf(task, QUICK)).toEqual(['text.txt']);
    const copied = await ticks();
    expect([...new Set(copied)]).toEqual(
      Array.from({ length: TICKS }, (_, index) => `tick ${index + 1}`),
    );
    expect(copied.length - TICKS).toBeLessThan(MOST_REPEATED);
  });
});
