import type { Locator, Page } from 'playwright-core';
import { way } from './keys';
import { BROKEN, READY } from './states';
import { PROJECT } from './World';
import type { World } from './World';

const TASK_TIMEOUT_MS = 180_000;

/** Finds tasks by filters that stay in the address, and by words; cancels two of them at once. */
export async function filterAndCancelSeveral(world: World): Promise<void> {
  await world.create('stop-me', 'sleep 600');
  await world.create('stop-me-too', 'sleep 600');
  await world.visit('list', async page => {
    await world.go(page, '/background-tasks');
    await row(page, READY).waitFor();
    await page.getByRole('button', { name: /^Failed/ }).click();
    await row(page, READY).waitFor({ state: 'detached' });
    await row(page, BROKEN).waitFor();
    await page.reload();
    await row(page, BROKEN).waitFor();
    expect(await row(page, READY).count()).toBe(0);
    await page.getByRole('button', { name: 'All statuses' }).click();

    await page.getByRole('searchbox', { name: 'Search tasks' }).fill('stop');
    await row(page, READY).waitFor({ state: 'detached' });
    await page
      .getByRole('checkbox', { name: 'Select stop-me', exact: true })
      .check();
    await page.getByRole('checkbox', { name: 'Select stop-me-too' }).check();
    await page.getByRole('button', { name: 'Cancel 2 tasks' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel 2 tasks' }).click();
    await dialog.getByText('2 of 2 cancelled').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await row(page, 'stop-me-too').getByText('Stopped').waitFor();
  });
  expect(await world.end('stop-me')).toBe('Stopped');
  expect(await world.end('stop-me-too')).toBe('Stopped');
}

/** Reads why a task failed, and retries it once that was confirmed. */
export async function retryByPage(world: World): Promise<void> {
  let retry = '';
  await world.visit('retry', async page => {
    await world.goToTask(page, BROKEN);
    await page.getByRole('tab', { name: /^Checks/, selected: true }).waitFor();
    await page.getByText('a tab is not allowed').first().waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('button', { name: 'Start the retry' }).click();
    const heading = page.getByRole('heading', {
      name: RegExp(`^${BROKEN}-retry-\\d$`),
    });
    retry = await heading.innerText();
  });
  expect(await world.end(retry)).toBe('Failed');
}

/** Makes a template with its preview, a task by its form, changes it and deletes it. */
export async function keepTemplates(world: World): Promise<void> {
  await world.visit('templates', async page => {
    await world.go(page, '/background-tasks/templates');
    await page.getByRole('link', { name: 'Say a word' }).waitFor();
    await way(page, 'New template').click();
    await createTemplate(page);
    await useTemplate(page);
    await changeTemplate(world, page);
  });
}

/** Goes from a component to its tasks, and to a new one by card and menu. */
export async function workFromComponent(world: World): Promise<void> {
  const entity = '/catalog/default/component/quick-service';
  await world.create('of-the-component', 'echo "Some text, more." > text.txt', {
    repository: undefined,
    entityRef: 'component:default/quick-service',
  });
  await world.visit('entity', async page => {
    await world.go(page, entity);
    const card = page.getByText('Last task');
    await card.waitFor();
    await way(page, 'of-the-component').waitFor();
    await page.getByRole('button', { name: 'more' }).click();
    await page.getByRole('menuitem', { name: 'New background task' }).click();
    await page.getByRole('form', { name: 'New task' }).waitFor();
    await page.getByText('What you had written').waitFor({ state: 'detached' });
    expect(
      await page.getByRole('textbox', { name: 'Component' }).inputValue(),
    ).toContain('quick-service');

    await world.go(page, `${entity}/background-tasks`);
    await row(page, 'of-the-component').getByRole('link').first().click();
    await page.getByRole('heading', { name: 'of-the-component' }).waitFor();
    expect(new URL(page.url()).pathname).toContain(entity);
    await page
      .getByRole('link', { name: /Background tasks of this component/ })
      .click();
    await row(page, 'of-the-component').waitFor();
  });
}

/** Reads what came of the tasks, what holds for them, and the notification of an end. */
export async function readOverviews(world: World): Promise<void> {
  await world.end('of-the-component');
  await world.visit('overview', async page => {
    await world.go(page, '/background-tasks/insights');
    await page.getByText('Success rate').first().waitFor();
    await page.getByText('Failed').first().waitFor();
    await world.go(page, '/background-tasks/settings');
    await page.getByRole('heading', { name: 'Agents' }).waitFor();
    await page.getByText('Limits').first().waitFor();
    await world.go(page, '/notifications');
    await page
      .getByText(new RegExp(`${READY}|of-the-component`))
      .first()
      .waitFor();
  });
}

async function createTemplate(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: 'New template' });
  await form.getByRole('textbox', { name: 'Title' }).fill('Greet');
  await form
    .getByRole('textbox', { name: 'Instructions' })
    .fill('Greet {{who}} in the text.');
  await form.getByRole('button', { name: 'Make it one' }).click();
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByRole('textbox', { name: 'who' }).fill('everybody');
  await preview.getByText('Greet everybody in the text.').waitFor();
  await form
    .getByRole('textbox', { name: /^Script/ })
    .fill('echo "$PARAM_who" >> text.txt');
  await form.getByRole('button', { name: 'Create template' }).click();
  await page.getByRole('heading', { name: 'Greet' }).waitFor();
}

async function useTemplate(page: Page): Promise<void> {
  await way(page, 'Use template').click();
  const form = page.getByRole('form', { name: 'New task' });
  await chooseComponent(page, form);
  await form.getByRole('textbox', { name: /^who/i }).fill('all');
  await form.getByRole('button', { name: 'Create task' }).click();
  await page
    .getByText('Pull request created')
    .first()
    .waitFor({ timeout: TASK_TIMEOUT_MS });
}

async function chooseComponent(page: Page, form: Locator): Promise<void> {
  await form.getByRole('textbox', { name: 'Component' }).fill('quick');
  await page.getByRole('option', { name: 'quick-service' }).click();
}

async function changeTemplate(world: World, page: Page): Promise<void> {
  await world.go(page, `/background-tasks/templates/${PROJECT}/greet`);
  await way(page, 'Edit').click();
  const form = page.getByRole('form', { name: 'Template' });
  await form.getByRole('textbox', { name: 'Title' }).fill('Greet well');
  await form.getByRole('button', { name: 'Save template' }).click();
  await page.getByRole('heading', { name: 'Greet well' }).waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Greet well?' });
  await dialog.getByText('The task that was made from it stays').waitFor();
  await dialog.getByRole('button', { name: 'Delete template' }).click();
  await page.getByRole('heading', { name: 'Templates' }).waitFor();
  await page.getByRole('link', { name: 'Say a word' }).waitFor();
  expect(await page.getByRole('link', { name: 'Greet well' }).count()).toBe(0);
}

function row(page: Page, task: string): Locator {
  return page
    .getByRole('table', { name: 'Background tasks' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: task, exact: true }) });
}
