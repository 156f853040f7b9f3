import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';

/** Category under which Chromium writes down each task of its main threads. */
const CATEGORY = 'disabled-by-default-devtools.timeline';

const trace = z.object({
  traceEvents: z.array(
    z.looseObject({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      dur: z.number().optional(),
      tdur: z.number().optional(),
      args: z.looseObject({ name: z.unknown() }).partial().optional(),
    }),
  ),
});

/** Tasks of the pages' main threads while something was done; in ms. */
export type TracedTasks = {
  count: number;
  /** The longest by the clock. */
  longest: number;
  /** The most time of a processor that one took: what other programs of the machine take is not in it. */
  longestCpu: number;
};

/** Does something on a page while Chromium traces its tasks. */
export async function traceTasks(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<TracedTasks> {
  await browser.startTracing(page, { categories: [CATEGORY] });
  try {
    await work();
  } catch (error) {
    await browser.stopTracing();
    throw error;
  }
  return tasksOf(JSON.parse((await browser.stopTracing()).toString()));
}

/** Sums up a trace. */
export function tasksOf(json: unknown): TracedTasks {
  const { traceEvents } = trace.parse(json);
  const mainThreads = new Set(
    traceEvents
      .filter(
        ({ name, args }) =>
          name === 'thread_name' && args?.name === 'CrRendererMain',
      )
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) =>
      name === 'RunTask' && mainThreads.has(`${pid}/${tid}`),
  );
  const longest = (key: 'dur' | 'tdur') =>
    tasks.reduce((most, task) => Math.max(most, task[key] ?? 0), 0) / 1000;
  return {
    count: tasks.length,
    longest: longest('dur'),
    longestCpu: longest('tdur'),
  };
}
