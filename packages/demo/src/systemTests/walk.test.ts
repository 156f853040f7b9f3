import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../browser/openBrowser';
import {
  openTestPage,
  signIn,
  withPictureOnFailure,
} from '../browser/openTestPage';
import { repositoryRoot } from '../system/repositoryRoot';
import type { DemoSystem } from '../system/startSystem';
import { startTestSystem } from './support/startTestSystem';

const TASK_TIMEOUT_MS = 300_000;

// Chromium may have to be installed first.
jest.setTimeout(900_000);

let system: DemoSystem;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  system = await startTestSystem();
  page = await openTestPage(browser, {
    colors: 'light',
    width: 1280,
    height: 900,
  });
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

describe('a walk through the portal', () => {
  it('leads from sign-in by way of the component and the form to the pull request', async () => {
    const problems: string[] = [];
    page.on('pageerror', error => problems.push(error.message));

    await withPictureOnFailure(
      page,
      join(repositoryRoot, '.test-output/walk'),
      'walk',
      async () => {
        await signIn(page, system.portal.url);
        await openComponent();
        await createTask();
        await watchTask();
        await openPullRequest();
      },
    );

    expect(problems).toEqual([]);
  });
});

async function openComponent(): Promise<void> {
  await page.getByRole('link', { name: 'Sample service' }).first().click();
  await page
    .getByRole('navigation', { name: 'Content navigation' })
    .getByRole('link', { name: 'Background tasks' })
    .click();
  await page.getByText('No background tasks for this component yet').waitFor();
  await page.getByRole('button', { name: 'New task' }).click();
}

async function createTask(): Promise<void> {
  const form = page.getByRole('form', { name: 'New task' });
  await form
    .getByRole('textbox', { name: 'Instructions' })
    .fill('Say more in the summary.');
  await form
    .getByRole('textbox', { name: 'Script' })
    .fill(`sed -i 's/order(s)/orders/g' src/summary.js test/orders.test.js`);
  await form.getByRole('button', { name: 'More options' }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill('say-more');
  await form.getByRole('button', { name: 'Create task' }).click();
}

async function watchTask(): Promise<void> {
  await page.getByRole('heading', { name: 'say-more' }).waitFor();
  await page.getByRole('log').getByText('npm ci').first().waitFor();
  await page
    .getByText('Pull request created')
    .first()
    .waitFor({ timeout: TASK_TIMEOUT_MS });
  await page.getByRole('tab', { name: /^Checks/ }).click();
  await page.getByRole('table', { name: 'Checks' }).waitFor();
  await page.getByRole('tab', { name: /^Changes|^Changed/ }).click();
  await page.getByText('src/summary.js').first().waitFor();
}

async function openPullRequest(): Promise<void> {
  const [pullRequest] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Open pull request' }).click(),
  ]);
  await pullRequest
    .getByText('[Background Task] say-more: Say more in the summary.')
    .first()
    .waitFor();
  await pullRequest
    .getByText('Automated changes from background task')
    .waitFor();
}
