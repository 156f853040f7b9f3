import type { Page } from 'playwright-core';
import { QUICK } from '../support/startTestSystem';
import { hasFocus, press, tabTo, type, way } from './keys';
import { ASSISTED, BROKEN, GOING, READY } from './states';
import type { World } from './World';

/** Creates a task and cancels it without a mouse. */
export async function createAndCancelByKeyboard(world: World): Promise<void> {
  await world.visit('keyboard', async page => {
    await world.go(page, '/background-tasks');
    await press(page, way(page, 'New task'));
    await chooseComponent(page);
    await type(
      page,
      page.getByRole('textbox', { name: 'Instructions' }),
      'Wait for somebody.',
    );
    await type(
      page,
      page.getByRole('textbox', { name: 'Script' }),
      'sleep 600',
    );
    await press(page, page.getByRole('button', { name: 'More options' }));
    await type(
      page,
      page.getByRole('textbox', { name: 'Name' }),
      'by-keyboard',
    );
    await press(page, page.getByRole('button', { name: 'Create task' }));
    await page.getByRole('heading', { name: 'by-keyboard' }).waitFor();
    await press(page, page.getByRole('button', { name: 'Cancel task' }));
    await press(
      page,
      page.getByRole('dialog').getByRole('button', { name: 'Cancel task' }),
    );
    await page.getByText('Stopped').first().waitFor();
    await page.getByRole('button', { name: 'Retry' }).waitFor();
  });
}

/** Finds tasks, reads all that is told of them, retries one and cancels several without a mouse. */
export async function workOnTasksByKeyboard(world: World): Promise<void> {
  await world.create('key-stop', 'sleep 600');
  await world.create('key-stop-too', 'sleep 600');
  await world.visit('keyboard-tasks', async page => {
    await world.go(page, '/background-tasks');
    await cancelSeveral(page);
    await findByFilter(page);
    await readLog(world, page);
    await readActivity(world, page);
    await readChanges(page);
  });
}

/** Makes, uses, changes and deletes a template without a mouse, and comes to the settings. */
export async function keepTemplatesByKeyboard(world: World): Promise<void> {
  await world.visit('keyboard-templates', async page => {
    await world.go(page, '/background-tasks');
    await press(
      page,
      page.getByRole('link', { name: 'Templates', exact: true }),
    );
    await press(page, way(page, 'New template'));
    await type(page, page.getByRole('textbox', { name: 'Title' }), 'By keys');
    await type(
      page,
      page.getByRole('textbox', { name: 'Instructions' }),
      'Change nothing.',
    );
    await type(
      page,
      page.getByRole('textbox', { name: /^Script/ }),
      'sleep 600',
    );
    await press(page, page.getByRole('button', { name: 'Create template' }));
    await page.getByRole('heading', { name: 'By keys' }).waitFor();

    await press(page, way(page, 'Edit'));
    // What a field holds is chosen when Tab leads to it.
    await type(page, page.getByRole('textbox', { name: 'Title' }), 'By hand');
    await press(page, page.getByRole('button', { name: 'Save template' }));
    await page.getByRole('heading', { name: 'By hand' }).waitFor();

    await press(page, way(page, 'Use template'));
    await chooseComponent(page);
    await press(page, page.getByRole('button', { name: 'Create task' }));
    await press(page, page.getByRole('button', { name: 'Cancel task' }));
    const dialog = page.getByRole('dialog');
    await press(page, dialog.getByRole('button', { name: 'Cancel task' }));
    await page.getByRole('button', { name: 'Retry' }).waitFor();

    await press(
      page,
      page.getByRole('link', { name: 'Templates', exact: true }),
    );
    await press(page, page.getByRole('link', { name: 'By hand', exact: true }));
    await press(page, page.getByRole('button', { name: 'Delete' }));
    await press(page, dialog.getByRole('button', { name: 'Delete template' }));
    await page.getByRole('heading', { name: 'Templates' }).waitFor();

    await press(
      page,
      page
        .getByRole('article')
        .getByRole('link', { name: 'Settings', exact: true }),
    );
    await page.getByRole('heading', { name: 'Agents' }).waitFor();
    await tabTo(
      page,
      page.getByRole('article').getByRole('link', { name: 'Developers' }),
    );
  });
}

async function chooseComponent(page: Page): Promise<void> {
  await type(page, page.getByRole('textbox', { name: 'Component' }), QUICK);
  await page.getByRole('option', { name: QUICK }).waitFor();
  await page
    .getByRole('option')
    .filter({ hasNotText: QUICK })
    .first()
    .waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

async function cancelSeveral(page: Page): Promise<void> {
  const search = page.getByRole('searchbox', { name: 'Search tasks' });
  await type(page, search, 'key-stop');
  await page.getByRole('link', { name: GOING }).waitFor({ state: 'detached' });
  const box = (name: string) =>
    page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
  // The newest is the first.
  await press(page, box('key-stop-too'), 'Space');
  await press(page, box('key-stop'), 'Space');
  await press(page, page.getByRole('button', { name: 'Cancel 2 tasks' }));
  const dialog = page.getByRole('dialog');
  await press(page, dialog.getByRole('button', { name: 'Cancel 2 tasks' }));
  await dialog.getByText('2 of 2 cancelled').waitFor();
  const close = dialog.getByRole('button', { name: 'Close' });
  expect(await hasFocus(close)).toBe(true);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await press(page, search);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
}

/** Leads from the list to the task that failed, and retries that. */
async function findByFilter(page: Page): Promise<void> {
  await page.getByRole('link', { name: READY, exact: true }).waitFor();
  await press(page, page.getByRole('button', { name: /^Failed/ }), 'Space');
  await page
    .getByRole('link', { name: READY, exact: true })
    .waitFor({ state: 'detached' });
  await press(page, page.getByRole('link', { name: BROKEN, exact: true }));
  await page.getByRole('heading', { name: BROKEN, exact: true }).waitFor();
  await press(page, page.getByRole('button', { name: 'Retry' }));
  const dialog = page.getByRole('dialog');
  await press(page, dialog.getByRole('button', { name: 'Start the retry' }));
  await page
    .getByRole('heading', { name: RegExp(`^${BROKEN}-retry-\\d$`) })
    .waitFor();
}

async function readLog(world: World, page: Page): Promise<void> {
  await world.goToTask(page, GOING);
  await press(page, page.getByRole('searchbox', { name: 'Search the log' }));
  await page.keyboard.type('ing');
  await page.keyboard.press('Enter');
  await page.getByText(/^1 of \d+ lines$/).waitFor();
  await page.keyboard.press('Escape');
  const log = page.getByRole('log');
  await tabTo(page, log);
  await page.keyboard.press('ArrowUp');
  await press(page, page.getByRole('button', { name: /^Jump to newest/ }));
  expect(await hasFocus(log)).toBe(true);
}

async function readActivity(world: World, page: Page): Promise<void> {
  await world.goToTask(page, ASSISTED);
  const fold = page
    .getByRole('region', { name: 'First round' })
    .getByRole('button', { name: /used/ });
  await press(page, fold);
  const edited = page.getByText('notes/words.md', { exact: true });
  await edited.waitFor();
  await press(page, fold, 'Space');
  await edited.waitFor({ state: 'detached' });
}

/** From the tab of the activity to that of the changes, and through these. */
async function readChanges(page: Page): Promise<void> {
  const tab = (name: RegExp) => page.getByRole('tab', { name });
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, tab(/^Activity/));
  for (const name of [/^Log/, /^Checks/, /^Changes/]) {
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name, selected: true }).waitFor();
  }
  await press(
    page,
    page.getByRole('button', { name: 'Side by side' }),
    'Space',
  );
  await page
    .getByRole('button', { name: 'Side by side', pressed: true })
    .waitFor();
  const diff = page.getByRole('region', { name: 'Diff of text.txt' });
  await diff.waitFor();
  await press(page, page.getByRole('button', { name: /^text\.txt modified/ }));
  await diff.waitFor({ state: 'detached' });
}
