import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { startTask } from '../measures/requests';
import type { Portal } from './Portal';
import { Tab, type LongTask } from './Tab';
import { traceTasks, type TracedTasks } from './traceTasks';

const ROW = '[role="log"] a[href*="#L"]';
/** The element that scrolls, as a page finds it. */
const LOG = `document.querySelector('[role="log"]')`;
/** Below this the log has not all of its lines yet. */
const ROW_HEIGHT_PX = 20;
/** About two screens of the log in each picture: no row of one is in the next. */
const SCROLL_PX_PER_SECOND = 100_000;
const STORED_POLL_MS = 200;
const COUNT_PICTURES = `(() => {
  window.benchPictures = 0;
  const count = () => { window.benchPictures += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
})()`;

/** Times in ms, of each round. */
export type LogTimes = {
  lines: number;
  /** From the document's first byte until lines are shown. */
  opened: number[];
  /** From then until all lines are there. */
  complete: number[];
  /** While the log came in. */
  loading: LongTask[];
  scroll: Scroll;
};

/** One way through the whole log by the gesture of a hand. */
export type Scroll = {
  seconds: number;
  pictures: number;
  longTasks: LongTask[];
  tasks: TracedTasks;
};

/** How a task's page with a long log opens and scrolls: of a task that runs on, and after its end. */
export async function measureLog(
  portal: Portal,
  options: { lines: number; rounds: number },
): Promise<{ running: LogTimes; ended: LogTimes }> {
  const { lines, rounds } = options;
  const gate = randomUUID();
  const { get } = await startTask(
    portal.client,
    'ours',
    portal.repositoryUrls[0],
    { gate, lines, perSecond: 0, stays: true, colored: true },
  );
  await portal.client.open(gate);
  while ((await portal.client.stored()).ours < lines) {
    await sleep(STORED_POLL_MS);
  }
  const path = `/background-tasks/open/${basename(get)}?tab=log`;
  return portal.withUser(async context => {
    await portal.warmUp(context, path, ROW);
    const measure = () => measureTask(portal, context, path, lines, rounds);
    const running = await measure();
    await portal.client.open(`${gate}-end`);
    await portal.client.untilIdle('ours');
    return { running, ended: await measure() };
  });
}

async function measureTask(
  portal: Portal,
  context: BrowserContext,
  path: string,
  lines: number,
  rounds: number,
): Promise<LogTimes> {
  const opened: number[] = [];
  const complete: number[] = [];
  const loading: LongTask[] = [];
  for (let round = 1; ; round++) {
    const tab = await Tab.open(context, portal.url(path), ROW);
    opened.push(await tab.sinceFirstByte());
    const shown = await tab.clock();
    await tab.until(`${LOG}.scrollHeight >= ${lines * ROW_HEIGHT_PX}`);
    complete.push(await tab.untilNow());
    loading.push(...(await tab.longTasks(shown)));
    if (round < rounds) {
      await tab.close();
      continue;
    }
    const scroll = await scrollThrough(tab);
    await tab.close();
    return { lines, opened, complete, loading, scroll };
  }
}

/** From the first line to the last, as fast as a hand can. */
async function scrollThrough(tab: Tab): Promise<Scroll> {
  const { page } = tab;
  const browser = page.context().browser();
  if (!browser) throw new Error('The browser has gone');
  const log = page.locator('[role="log"]');
  await log.hover();
  await page.evaluate(`${LOG}.scrollTop = 0`);
  await tab.until(`document.querySelector('${ROW}[href$="#L1"]') !== null`);
  const box = await log.boundingBox();
  if (!box) throw new Error('The log is not shown');
  const height = Number(
    await page.evaluate(`${LOG}.scrollHeight - ${LOG}.clientHeight`),
  );
  const cdp = await tab.cdp();
  await page.evaluate(COUNT_PICTURES);
  const began = await tab.clock();
  const tasks = await traceTasks(browser, page, async () => {
    await cdp.send('Input.synthesizeScrollGesture', {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      yDistance: -height,
      speed: SCROLL_PX_PER_SECOND,
      gestureSourceType: 'mouse',
      preventFling: true,
    });
  });
  const ended = await tab.clock();
  await tab.until(
    `${LOG}.scrollTop + ${LOG}.clientHeight >= ${LOG}.scrollHeight - 1`,
  );
  return {
    seconds: (ended - began) / 1000,
    pictures: Number(await page.evaluate('window.benchPictures')),
    longTasks: await tab.longTasks(began),
    tasks,
  };
}
