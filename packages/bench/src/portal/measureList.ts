import { USERS } from '../system/startBenchSystem';
import type { Portal } from './Portal';
import { Tab } from './Tab';

const PROJECT = 'archive';
const SEEDED_AT_ONCE = 10_000;
const LIST = '/background-tasks';
const HOME = '/';
/** The link in the portal's sidebar. */
const LINK = `nav a[href="${LIST}"]`;

/** Milliseconds of each round. */
export type ListTimes = {
  tasks: number;
  /** From a click on the portal's link until the newest tasks are shown. */
  click: number[];
  /** From the first byte of the document until then. */
  document: number[];
  /** From the first byte of the document of the portal's own first page until its sidebar is shown. */
  portal: number[];
  longestTask: number;
};

/** How long the list takes to show the newest of many tasks. */
export async function measureList(
  portal: Portal,
  options: { tasks: number; rounds: number },
): Promise<ListTimes> {
  const { tasks, rounds } = options;
  // In parts, so that no request takes longer than requests may.
  for (let from = 0; from < tasks; from += SEEDED_AT_ONCE) {
    await portal.client.seed({
      from,
      to: Math.min(from + SEEDED_AT_ONCE, tasks),
      project: PROJECT,
      users: USERS,
      repositoryUrls: portal.repositoryUrls,
    });
  }
  const newest = `a[href="${LIST}/${PROJECT}/seeded-${tasks - 1}"]`;
  const times: ListTimes = {
    tasks,
    click: [],
    document: [],
    portal: [],
    longestTask: 0,
  };
  await portal.withUser(async context => {
    await portal.warmUp(context, LIST, newest);
    for (let round = 0; round < rounds; round++) {
      const home = await Tab.open(context, portal.url(HOME), LINK);
      times.portal.push(await home.sinceFirstByte());
      await home.page.waitForLoadState('networkidle');
      const clock = await home.clock();
      times.click.push(await home.click(LINK, newest));
      for (const { duration } of await home.longTasks(clock)) {
        times.longestTask = Math.max(times.longestTask, duration);
      }
      await home.close();
      const list = await Tab.open(context, portal.url(LIST), newest);
      times.document.push(await list.sinceFirstByte());
      await list.close();
    }
  });
  return times;
}
