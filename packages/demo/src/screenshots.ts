import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser/openBrowser';
import {
  openTestPage,
  signIn,
  withPictureOnFailure,
} from './browser/openTestPage';
import type { Look } from './browser/openTestPage';
import { followTask } from './scenarios/followTask';
import { createRunFolder } from './system/createRunFolder';
import { repositoryRoot } from './system/repositoryRoot';
import { startSystem } from './system/startSystem';
import type { DemoSystem } from './system/startSystem';
import { describeError } from './terminal/describeError';
import { abortOnInterrupt, isInterruption } from './terminal/interruption';

const PROJECT = 'developers';
const FOLDER = join(repositoryRoot, 'docs/images');
const FAILURES = join(repositoryRoot, '.test-output/screenshots');

const looks: Record<string, Look> = {
  'light-wide': { colors: 'light', width: 1440, height: 900 },
  'dark-wide': { colors: 'dark', width: 1440, height: 900 },
  'light-narrow': { colors: 'light', width: 390, height: 844 },
  'dark-narrow': { colors: 'dark', width: 390, height: 844 },
};

/** A page of the portal: where it is, what is there when it has loaded, and what is opened on it then. */
type Shot = {
  path: string;
  shows: string | RegExp;
  open?: (page: Page) => Promise<void>;
};

const TEMPLATE = 'upgrade-dependency';

const tasks = [
  {
    name: 'upgrade-lodash',
    instructions: 'Upgrade lodash to version 4.17.21.',
    run: 'npm install lodash@4.17.21',
  },
  {
    name: 'shorter-orders',
    instructions: 'Name the amount of an order once.',
    run: `sed -i 's/quantity \\* order.unitPrice/amount/' src/orders.js`,
  },
];

const running = {
  name: 'document-functions',
  instructions: 'Add JSDoc comments to all functions in src/.',
  run: 'for file in src/*.js; do echo "Reading $file"; done; echo "Writing comments"; sleep 600',
};

async function main(): Promise<void> {
  const signal = abortOnInterrupt();
  const directory = await createRunFolder(join(repositoryRoot, '.demo/runs'));
  const browser = await openBrowser();
  try {
    const system = await startSystem({ directory, signal });
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
  const create = (task: typeof running) =>
    client.createTask(
      PROJECT,
      {
        ...task,
        entityRef: 'component:default/sample-service',
        provider: 'script',
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

async function takeAll(browser: Browser, system: DemoSystem): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const task = (name: string) => `/background-tasks/${PROJECT}/${name}`;
  const template = `/background-tasks/templates/${PROJECT}/${TEMPLATE}`;
  const entity = '/catalog/default/component/sample-service';
  const shots: Record<string, Shot> = {
    list: { path: '/background-tasks', shows: running.name },
    'list-filters': {
      path: '/background-tasks?scope=mine&provider=script',
      shows: 'Created from',
    },
    'list-empty': {
      path: '/background-tasks?q=nothing',
      shows: 'No task matches',
    },
    'task-running': { path: task(running.name), shows: 'Writing comments' },
    'task-cancel': {
      path: task(running.name),
      shows: 'Writing comments',
      open: page => page.getByRole('button', { name: 'Cancel task' }).click(),
    },
    'task-completed': {
      path: `${task('upgrade-lodash')}?tab=log`,
      shows: 'npm ci',
    },
    'task-changes': {
      path: `${task('upgrade-lodash')}?tab=changes`,
      shows: 'package.json',
    },
    'task-details': {
      path: `${task('upgrade-lodash')}?tab=details`,
      shows: 'Audit trail',
    },
    'task-failed': { path: task('shorter-orders'), shows: /failed/ },
    'task-missing': { path: task('nowhere'), shows: /There is no task/ },
    form: { path: '/background-tasks/new', shows: 'Create task' },
    'form-template': {
      path: `/background-tasks/new?project=${PROJECT}&template=${TEMPLATE}&entityRef=component:default/sample-service`,
      shows: 'As npm knows it',
    },
    templates: {
      path: '/background-tasks/templates',
      shows: 'Upgrade a dependency',
    },
    template: { path: template, shows: /in package.json/ },
    'template-edit': { path: `${template}/edit`, shows: 'Preview' },
    insights: {
      path: '/background-tasks/insights',
      shows: 'Success rate',
      open: page => page.locator('svg.recharts-surface').first().waitFor(),
    },
    settings: { path: '/background-tasks/settings', shows: 'Limits' },
    'entity-tab': { path: `${entity}/background-tasks`, shows: running.name },
    'entity-card': { path: entity, shows: 'Last task' },
    notifications: { path: '/notifications', shows: /upgrade-lodash/ },
  };
  for (const [lookName, look] of Object.entries(looks)) {
    const page = await openTestPage(browser, look);
    await signIn(page, system.portal.url);
    for (const [name, shot] of Object.entries(shots)) {
      const file = `${name}-${lookName}.png`;
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
  await page.goto(`${system.portal.url}${shot.path}`);
  await page.getByText(shot.shows).filter({ visible: true }).first().waitFor();
  await shot.open?.(page);
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => {
    // A task that runs is watched: its stream stays open.
  });
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: file });
}

main().then(
  () => process.exit(0),
  error => {
    if (isInterruption(error)) process.exit(130);
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  },
);
