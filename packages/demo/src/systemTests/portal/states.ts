import type { Page } from 'playwright-core';
import { PROJECT, type World } from './World';

export const READY = 'say-hello';
export const BROKEN = 'tabs-inside';
export const GOING = 'keep-going';
export const TEMPLATE = 'say-a-word';

/** Makes what the pages need to have something to show. */
export async function prepareStates(world: World): Promise<void> {
  const client = world.system.portal.client();
  await client.createTemplate(PROJECT, {
    name: TEMPLATE,
    displayName: 'Say a word',
    description: 'Adds a word to the text.',
    instructionsTemplate: 'Add {{word}} to the text.',
    runTemplate: 'echo "$PARAM_word" >> text.txt',
    provider: 'script',
    parameters: [
      {
        name: 'word',
        type: 'string',
        description: 'What to say',
        required: true,
      },
    ],
  });
  await world.create(READY, 'echo "More text, hello." >> text.txt');
  await world.create(BROKEN, `printf 'a\\ttab in the text' > text.txt`);
  await world.create(GOING, 'echo "Reading"; echo "Writing"; sleep 1200');
  expect(await world.end(READY)).toBe('Completed');
  expect(await world.end(BROKEN)).toBe('Failed');
  await world.untilLogged(GOING, 'Writing');
}

/** A page of the plugin in one of its states, and what brings it there. */
export type State = {
  name: string;
  path: string;
  /** Waits until all is there, and opens what is closed. */
  show: (page: Page) => Promise<void>;
};

const task = (name: string, tab?: string) =>
  `/background-tasks/${PROJECT}/${name}${tab ? `?tab=${tab}` : ''}`;

/** Each page, in the states that people meet. */
export const states: readonly State[] = [
  {
    name: 'list',
    path: '/background-tasks',
    show: page => shown(page, GOING),
  },
  {
    name: 'list with its filters and a selection',
    path: '/background-tasks?scope=mine&provider=script',
    async show(page) {
      await page.getByRole('checkbox', { name: `Select ${GOING}` }).check();
      await page.getByText('1 task selected').waitFor();
      await page.getByLabel('Created from').waitFor();
    },
  },
  {
    name: 'list without a match',
    path: '/background-tasks?q=nothing-is-called-so',
    show: page => shown(page, 'No task matches'),
  },
  {
    name: 'task that runs',
    path: task(GOING, 'log'),
    show: page => page.getByRole('log').getByText('Writing').first().waitFor(),
  },
  {
    name: 'task that is asked to be cancelled',
    path: task(GOING),
    async show(page) {
      await page.getByRole('button', { name: 'Cancel task' }).click();
      await settled(page);
    },
  },
  {
    name: 'task that failed, on its cause',
    path: task(BROKEN),
    show: page => page.getByRole('table', { name: 'Checks' }).waitFor(),
  },
  {
    name: 'log with its filter',
    path: task(READY, 'log'),
    async show(page) {
      await page.getByRole('log').getByText('npm test').first().waitFor();
      await page.getByRole('button', { name: 'Filter' }).click();
      await settled(page);
    },
  },
  {
    name: 'checks',
    path: task(READY, 'checks'),
    show: page => page.getByRole('table', { name: 'Checks' }).waitFor(),
  },
  {
    name: 'changes',
    path: task(READY, 'changes'),
    show: page => shown(page, 'More text, hello.'),
  },
  {
    name: 'details',
    path: task(READY, 'details'),
    show: page => shown(page, 'Audit trail'),
  },
  {
    name: 'task that is not there',
    path: task('not-there'),
    show: page => shown(page, "There is no task 'not-there'"),
  },
  {
    name: 'form',
    path: '/background-tasks/new',
    show: page => page.getByRole('button', { name: 'Create task' }).waitFor(),
  },
  {
    name: 'form of a template, with what is wrong',
    path: `/background-tasks/new?template=${TEMPLATE}&project=${PROJECT}&entityRef=component:default/quick-service`,
    async show(page) {
      await page.getByRole('textbox', { name: /word/i }).waitFor();
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Not A Name');
      await page.getByRole('button', { name: 'Create task' }).click();
      await shown(page, 'Use a to z, 0 to 9 and hyphens');
    },
  },
  {
    name: 'templates',
    path: '/background-tasks/templates',
    show: page => shown(page, 'Say a word'),
  },
  {
    name: 'template',
    path: `/background-tasks/templates/${PROJECT}/${TEMPLATE}`,
    show: page => shown(page, 'Add {{word}} to the text.'),
  },
  {
    name: 'template that is edited',
    path: `/background-tasks/templates/${PROJECT}/${TEMPLATE}/edit`,
    show: page => page.getByRole('region', { name: 'Preview' }).waitFor(),
  },
  {
    name: 'insights',
    path: '/background-tasks/insights',
    async show(page) {
      await shown(page, 'Success rate');
      await page.locator('svg.recharts-surface').first().waitFor();
    },
  },
  {
    name: 'settings',
    path: '/background-tasks/settings',
    show: page => shown(page, 'Limits'),
  },
  {
    name: 'tab of a component',
    path: '/catalog/default/component/quick-service/background-tasks',
    show: page => page.getByRole('button', { name: 'New task' }).waitFor(),
  },
];

async function shown(page: Page, text: string): Promise<void> {
  await page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** A dialog is there once it has stopped moving. */
async function settled(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  // One that is cut short is over as well.
  await dialog.evaluate(element =>
    Promise.allSettled(
      element.getAnimations({ subtree: true }).map(each => each.finished),
    ),
  );
}
