import type { BrowserContext, Page, Request } from 'playwright-core';
import { openBrowser } from '../../browser/openBrowser';
import { waitUntil } from '../support/waitUntil';
import { CuttingProxy } from './CuttingProxy';
import { GOING } from './states';
import { PROJECT } from './World';
import type { World } from './World';

const CUT_AFTER_MS = 10_000;
/** The last ones come well after the first cut and the restart. */
const TICKS = 240;
const TASK_TIMEOUT_MS = 300_000;
const TABS = 10;

/** Watches a task through a proxy that cuts, and over a restart of the backend: each line is seen once. */
export async function watchOverCuts(world: World): Promise<void> {
  const proxy = await CuttingProxy.start(CUT_AFTER_MS);
  // Chromium takes no proxy for loopback unless it is told to.
  const browser = await openBrowser({
    proxy: { server: proxy.url, bypass: '<-loopback>' },
  });
  try {
    await world.create(
      'ticking',
      `for i in $(seq ${TICKS}); do echo "tick $i"; sleep 0.25; done; echo "More text." > text.txt`,
    );
    await world.visit(
      'cut',
      async page => {
        await world.goToTask(page, 'ticking', '?tab=log');
        await page
          .getByRole('log')
          .getByText('tick 10', { exact: true })
          .waitFor();
        await waitUntil('the proxy has cut', () => proxy.cuts > 0);
        const list = await openList(world, page.context());
        await world.system.backend.stop();
        await list.getByRole('button', { name: 'Name', exact: true }).click();
        await list.getByText('The tasks could not be loaded').waitFor();
        await world.system.backend.start();
        await list
          .getByRole('link', { name: 'ticking' })
          .waitFor({ timeout: TASK_TIMEOUT_MS });
        expect(await world.end('ticking')).toBe('Completed');
        // Its last line: the rest of the page may know of the end before a stream is open again.
        await page
          .getByRole('log')
          .getByText(/^Pull request created: /)
          .waitFor({ timeout: TASK_TIMEOUT_MS });
        expect(await ticksOf(page)).toEqual(
          Array.from({ length: TICKS }, (_, index) => `tick ${index + 1}`),
        );
      },
      {
        browser,
        context: { permissions: ['clipboard-read', 'clipboard-write'] },
      },
    );
  } finally {
    await browser.close();
    await proxy.close();
  }
}

/** A list that stays open while the backend is away: it comes back without being loaded anew. */
async function openList(world: World, context: BrowserContext): Promise<Page> {
  const list = await context.newPage();
  await world.go(list, '/background-tasks?q=ticking');
  await list.getByRole('link', { name: 'ticking' }).waitFor();
  return list;
}

/** Many tabs of one browser share one stream. */
export async function watchInTabs(world: World): Promise<void> {
  await world.visit('tabs', async page => {
    const streams = watchStreams(page.context());
    const path = `/background-tasks/${PROJECT}/${GOING}?tab=log`;
    const tabs = [page];
    while (tabs.length < TABS) tabs.push(await page.context().newPage());
    for (const tab of tabs) {
      await world.go(tab, path);
      await tab.getByRole('log').getByText('Writing').first().waitFor();
      await tab.getByText('Live', { exact: true }).waitFor();
    }
    await waitUntil('one stream is left', () => streams.size === 1);
  });
}

/** The lines of the task's script, as the page has them. */
async function ticksOf(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByText('The lines of the log were copied').waitFor();
  const text: unknown = await page.evaluate('navigator.clipboard.readText()');
  return String(text)
    .split('\n')
    .filter(line => /^tick \d+$/.test(line));
}

/** The event streams that a browser has open. */
function watchStreams(context: BrowserContext): ReadonlySet<Request> {
  const streams = new Set<Request>();
  const forget = (request: Request) => streams.delete(request);
  context.on('request', request => {
    if (request.headers().accept === 'text/event-stream' && isOurs(request)) {
      streams.add(request);
    }
  });
  context.on('requestfinished', forget);
  context.on('requestfailed', forget);
  return streams;
}

function isOurs(request: Request): boolean {
  return new URL(request.url()).pathname.startsWith('/api/background-tasks/');
}
