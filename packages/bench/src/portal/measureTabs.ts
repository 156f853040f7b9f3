import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTask } from '../measures/requests';
import { Traffic, type Spent } from './Traffic';
import type { Portal } from './Portal';

/** What opening tabs still costs is over by then. */
const SETTLE_MS = 15_000;
const HEADER = 'article h1, article h2';

/** What tabs on the page of a running task cost while it says nothing. */
export type TabCost = Spent & { tabs: number; statements: number };

/** What one tab costs while nothing happens, and what many do. */
export async function measureTabs(
  portal: Portal,
  options: { tabs: number; seconds: number },
): Promise<{ seconds: number; costs: TabCost[] }> {
  const gate = randomUUID();
  const { get } = await startTask(
    portal.client,
    'ours',
    portal.repositoryUrls[1],
    { gate, lines: 0, perSecond: 0 },
  );
  const url = portal.url(`/background-tasks/open/${basename(get)}`);
  const costs: TabCost[] = [];
  await portal.withUser(async context => {
    const traffic = new Traffic();
    const [first] = context.pages();
    await first.close();
    for (const count of [1, options.tabs]) {
      while (context.pages().length < count) {
        const page = await context.newPage();
        await traffic.watch(page);
        await page.goto(url);
        await page.locator(HEADER).first().waitFor();
      }
      await sleep(SETTLE_MS);
      const before = await portal.client.meter();
      const spent = await traffic.during(options.seconds * 1000);
      const after = await portal.client.meter();
      const statements = after.statements.ours - before.statements.ours;
      costs.push({ tabs: count, statements, ...spent });
    }
  });
  await portal.client.open(gate);
  await portal.client.untilIdle('ours');
  return { seconds: options.seconds, costs };
}
