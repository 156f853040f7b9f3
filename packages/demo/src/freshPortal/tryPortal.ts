import type { Locator, Page } from 'playwright-core';
import { openBrowser } from '../browser/openBrowser';
import {
  openTestPage,
  signIn,
  withPictureOnFailure,
} from '../browser/openTestPage';
import type { Portal } from '../system/Portal';
import type { FrontendSystem } from './createPortal';
import { COMPONENT, type RunningPortal } from './startPortal';

const TASK = 'first-task';
const TASK_TIMEOUT_MS = 180_000;
const LOOK = { colors: 'light', width: 1440, height: 900 } as const;

/**
 * What somebody does first who has added Background Tasks to a portal: opens the page, takes one task to its pull
 * request, finds it at its component, and on the home page where the portal has one.
 *
 * @param options - `pictures` is for one of where it stood, if that fails
 * @throws if something is not there, and if a part of a page fails
 */
export async function tryPortal(options: {
  running: RunningPortal;
  frontend: FrontendSystem;
  pictures: string;
  signal: AbortSignal;
}): Promise<void> {
  const { running, frontend, pictures, signal } = options;
  const { portal } = running;
  const browser = await openBrowser();
  const abort = () => browser.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const page = await openTestPage(browser, LOOK);
    const problems: string[] = [];
    page.on('pageerror', error => problems.push(error.message));
    await withPictureOnFailure(page, pictures, frontend, async () => {
      await signIn(page, portal.url);
      await createTask(page);
      await watchTask(page);
      await findAtComponent(page, portal);
    }).catch(error => {
      // What was not there may be missing because of them.
      throw problems.length > 0 ? failureOf(problems) : error;
    });
    if (problems.length > 0) throw failureOf(problems);
    // Other cards there ask the internet, and fail without it.
    if (frontend === 'new') {
      await withPictureOnFailure(page, pictures, 'home', () =>
        findOnHomePage(page, portal),
      );
    }
    const pullRequests = await running.pullRequests();
    if (!pullRequests.some(title => title.includes(TASK))) {
      throw new Error('There is no pull request of the task');
    }
  } finally {
    signal.removeEventListener('abort', abort);
    await browser.close();
  }
}

function failureOf(problems: readonly string[]): Error {
  return new Error(`The pages failed: ${problems.join('; ')}`);
}

async function createTask(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: 'Background tasks' })
    .or(page.getByRole('link', { name: 'Background Tasks' }))
    .first()
    .click();
  await link(page, 'New task').click();
  const form = page.getByRole('form', { name: 'New task' });
  await form.getByRole('textbox', { name: 'Component' }).fill(COMPONENT);
  await page.getByRole('option', { name: COMPONENT }).first().click();
  await form.getByRole('button', { name: /^Agent/ }).click();
  await page.getByRole('option', { name: 'Script' }).click();
  await form
    .getByRole('textbox', { name: 'Instructions' })
    .fill('Say more in the text.');
  await form
    .getByRole('textbox', { name: /^Script/ })
    .fill('echo "Some text, more." > text.txt');
  await form.getByRole('button', { name: 'More options' }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill(TASK);
  await form.getByRole('button', { name: 'Create task' }).click();
}

async function watchTask(page: Page): Promise<void> {
  await page.getByRole('heading', { name: TASK }).waitFor();
  await page
    .getByText('Pull request created')
    .first()
    .waitFor({ timeout: TASK_TIMEOUT_MS });
  await page.getByRole('button', { name: 'Open pull request' }).waitFor();
}

async function findAtComponent(page: Page, portal: Portal): Promise<void> {
  await page.goto(
    `${portal.url}/catalog/default/component/${COMPONENT}/background-tasks`,
  );
  await page.getByText('1 task').or(page.getByText(TASK)).first().waitFor();
}

/** People choose the cards of their home page themselves. */
async function findOnHomePage(page: Page, portal: Portal): Promise<void> {
  await page.goto(`${portal.url}/home`);
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Add widget' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^My background tasks/ })
    .click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: TASK }).first().waitFor();
  await page.getByText('Completed').first().waitFor();
}

/** A link may look like a button, and then is one for assistive technology. */
function link(page: Page, name: string): Locator {
  return page
    .getByRole('link', { name, exact: true })
    .or(page.getByRole('button', { name, exact: true }))
    .first();
}
