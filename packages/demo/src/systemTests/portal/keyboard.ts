import type { Locator, Page } from 'playwright-core';
import { QUICK } from '../support/startTestSystem';
import type { World } from './World';

const MOST_STOPS = 120;

/** Creates a task and cancels it without a mouse. */
export async function createAndCancelByKeyboard(world: World): Promise<void> {
  await world.visit('keyboard', async page => {
    await world.go(page, '/background-tasks');
    const newTask = page.getByRole('button', { name: 'New task' });
    await newTask
      .or(page.getByRole('link', { name: 'New task' }))
      .first()
      .waitFor();
    await press(
      page,
      newTask.or(page.getByRole('link', { name: 'New task' })).first(),
    );
    await fillForm(page);
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

async function fillForm(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('textbox', { name: 'Component' }));
  await page.keyboard.type(QUICK);
  await page.getByRole('option', { name: QUICK }).waitFor();
  await page
    .getByRole('option')
    .filter({ hasNotText: QUICK })
    .first()
    .waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('textbox', { name: 'Instructions' }));
  await page.keyboard.type('Wait for somebody.');
  await tabTo(page, page.getByRole('textbox', { name: 'Script' }));
  await page.keyboard.type('sleep 600');
  await press(page, page.getByRole('button', { name: 'More options' }));
  await tabTo(page, page.getByRole('textbox', { name: 'Name' }));
  await page.keyboard.type('by-keyboard');
  await press(page, page.getByRole('button', { name: 'Create task' }));
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Tab, until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    const focused = await target.evaluate(
      element => element === element.ownerDocument.activeElement,
    );
    if (focused) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No key leads to ${target}`);
}
