import type { CreateBackgroundTaskRequest } from '@background-tasks/plugin-background-tasks-common';
import type { JsonObject } from '@backstage/types';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { answerWith } from './browser/answers';
import { openBrowser } from './browser/openBrowser';
import {
  openTestPage,
  signIn,
  withPictureOnFailure,
} from './browser/openTestPage';
import {
  ASSISTED,
  looks,
  pictureFile,
  PROJECT,
  RUNNING,
  shots,
  TEMPLATE,
  type Shot,
} from './pictures/shots';
import { followTask } from './scenarios/followTask';
import { createRunFolder } from './system/createRunFolder';
import { installScriptedAgent } from './system/installScriptedAgent';
import { repositoryRoot } from './system/repositoryRoot';
import { startSystem } from './system/startSystem';
import type { DemoSystem } from './system/startSystem';
import { describeError } from './terminal/describeError';
import { abortOnInterrupt, isInterruption } from './terminal/interruption';

const FOLDER = join(repositoryRoot, 'docs/images');
const FAILURES = join(repositoryRoot, '.test-output/screenshots');

const tasks = [
  {
    name: 'upgrade-lodash',
    templateId: TEMPLATE,
    parameters: { packageName: 'lodash', version: '4.17.21' },
  },
  {
    name: 'shorter-orders',
    instructions: 'Name the amount of an order once.',
    run: `sed -i 's/quantity \\* order.unitPrice/amount/' src/orders.js`,
  },
  {
    name: ASSISTED,
    instructions: 'Say above each function of src/orders.js what it gives.',
    provider: 'claude-code',
  },
];

const running = {
  name: RUNNING,
  instructions: 'Add JSDoc comments to all functions in src/.',
  run: 'for file in src/*.js; do echo "Reading $file"; done; echo "Writing comments"; sleep 600',
};

async function main(): Promise<void> {
  const signal = abortOnInterrupt();
  const directory = await createRunFolder(join(repositoryRoot, '.demo/runs'));
  const browser = await openBrowser();
  try {
    const config = await configOf(join(directory, 'agents'));
    const system = await startSystem({ directory, signal, config });
    try {
      await prepareTasks(system, signal);
      await takeAll(browser, system);
    } finally {
      await system.stop();
    }
  } finally {
    await browser.close();
  }
}

/** With an agent of ours, which asks no model. */
async function configOf(agents: string): Promise<JsonObject> {
  await installScriptedAgent({
    directory: agents,
    script: join(repositoryRoot, 'packages/demo/src/pictures/agent.sh'),
  });
  return {
    backgroundTasks: {
      agents: { directory: agents, install: 'never' },
      providers: {
        'claude-code': { apiKey: 'not-used', baseUrl: 'http://127.0.0.1:9' },
      },
    },
  };
}

async function prepareTasks(
  system: DemoSystem,
  signal: AbortSignal,
): Promise<void> {
  const client = system.portal.client();
  await client.createTemplate(PROJECT, {
    name: TEMPLATE,
    displayName: 'Upgrade a dependency',
    description: 'Brings one npm package to a version, its lockfile too.',
    instructionsTemplate:
      'Upgrade {{packageName}} to version {{version}} in package.json.',
    runTemplate: 'npm install "$PARAM_packageName@$PARAM_version"',
    provider: 'script',
    parameters: [
      {
        name: 'packageName',
        type: 'string',
        description: 'As npm knows it',
        required: true,
      },
      {
        name: 'version',
        type: 'string',
        description: 'Which one',
        required: true,
        defaultValue: 'latest',
      },
    ],
  });
  const create = (task: CreateBackgroundTaskRequest) =>
    client.createTask(
      PROJECT,
      {
        entityRef: 'component:default/sample-service',
        provider: 'script',
        ...task,
      },
      { signal },
    );
  for (const task of tasks) {
    process.stdout.write(`Running ${task.name}\n`);
    await create(task);
    await followTask(client, { project: PROJECT, name: task.name }, { signal });
  }
  await create(running);
  await untilLogged(system, 'Writing comments', signal);
  await untilFound(system, 'upgrade-lodash', signal);
}

async function untilLogged(
  system: DemoSystem,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const client = system.portal.client();
  const ref = { project: PROJECT, name: running.name };
  for await (const event of client.followEvents(ref, { signal })) {
    if (event.type === 'log' && event.text === text) return;
  }
  throw new Error(`${running.name} ended too early`);
}

async function untilFound(
  { portal }: DemoSystem,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const query = `term=${name}&types[]=background-task`;
  for (;;) {
    const response = await fetch(`${portal.url}/api/search/query?${query}`, {
      headers: { authorization: `Bearer ${await portal.token()}` },
      signal,
    });
    if (response.ok && (await response.text()).includes(name)) return;
    await delay(1_000, undefined, { signal });
  }
}

async function takeAll(browser: Browser, system: DemoSystem): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const [lookName, look] of Object.entries(looks)) {
    const page = await openTestPage(browser, look);
    await signIn(page, system.portal.url);
    for (const [name, shot] of Object.entries(shots)) {
      const file = pictureFile(name, lookName);
      process.stdout.write(`${file}\n`);
      await withPictureOnFailure(page, FAILURES, name, () =>
        take(page, system, shot, join(FOLDER, file)),
      );
    }
    await page.context().close();
  }
}

async function take(
  page: Page,
  system: DemoSystem,
  shot: Shot,
  file: string,
): Promise<void> {
  const stopAnswers = await answerWith(page, shot.answers ?? []);
  await page.goto(`${system.portal.url}${shot.path}`);
  await page.getByText(shot.shows).filter({ visible: true }).first().waitFor();
  await shot.open?.(page);
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => {
    // A task that runs is watched: its stream stays open.
  });
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: file });
  await stopAnswers();
}

main().then(
  () => process.exit(0),
  error => {
    if (isInterruption(error)) process.exit(130);
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  },
);
