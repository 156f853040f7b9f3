import { median } from '../load/statistics';
import type { FirstLoad } from './measureFirstLoad';
import type { ListTimes } from './measureList';
import type { LogTimes } from './measureLog';
import type { TabCost } from './measureTabs';
import type { LongTask } from './Tab';

/** What is loaded first. */
export function printFirstLoad(load: FirstLoad): string {
  return [
    '\n| loaded first, gzipped | | target |\n| --- | ---: | --- |\n',
    `| the portal without the plugin | ${kB(load.without)} | |\n`,
    `| with it | ${kB(load.with)} | |\n`,
    `| the plugin adds | ${kB(load.with - load.without)} | < 150 kB |\n`,
    ...load.pages.map(
      ({ page, files, bytes }) =>
        `| ${page}, when it is opened | ${kB(bytes)} in ${files} files | |\n`,
    ),
  ].join('');
}

/** How fast the list is there. */
export function printList(times: ListTimes): string {
  const tasks = times.tasks.toLocaleString('en');
  return [
    `\n| list of ${tasks} tasks, medians of ${times.click.length} | | target |\n| --- | ---: | --- |\n`,
    `| from the click to the newest tasks | ${ms(
      median(times.click),
    )} | < 500 ms |\n`,
    `| longest task of the page meanwhile | ${ms(times.longestTask)} | |\n`,
    `| opened by its address, from the first byte | ${ms(
      median(times.document),
    )} | |\n`,
    `| the same of the portal's own first page | ${ms(
      median(times.portal),
    )} | |\n`,
  ].join('');
}

/** How a long log opens and scrolls. */
export function printLog(which: string, times: LogTimes): string {
  const { scroll, opened } = times;
  const lines = times.lines.toLocaleString('en');
  const speed = Math.round(times.lines / scroll.seconds).toLocaleString('en');
  return [
    `\n| log of ${lines} lines, task ${which}, medians of ${opened.length} | | target |\n| --- | ---: | --- |\n`,
    `| first byte to lines shown | ${ms(median(opened))} | < 1,000 ms |\n`,
    `| first byte to all lines there | ${ms(median(times.complete))} | |\n`,
    `| tasks over 50 ms from lines shown to all there | ${longTasks(
      times.loading,
    )} | none |\n`,
    `| tasks over 50 ms on the way through all lines | ${longTasks(
      scroll.longTasks,
    )} | none |\n`,
    `| longest task on the way, by the clock and by its processor time | ${ms(
      scroll.tasks.longest,
    )}, ${ms(scroll.tasks.longestCpu)} | < 50 ms |\n`,
    `| the way took | ${scroll.seconds.toFixed(
      1,
    )} s: ${speed} lines a second, ${
      scroll.pictures
    } pictures, ${scroll.tasks.count.toLocaleString('en')} tasks | |\n`,
  ].join('');
}

/** What tabs cost that show nothing new. */
export function printTabs(seconds: number, costs: readonly TabCost[]): string {
  const rows = costs.map(
    ({ tabs, streams, words, bytes, requests, otherRequests, statements }) =>
      `| ${tabs} | ${streams} | ${words} | ${bytes} | ${requests.length} | ${statements} | ${otherRequests} |\n`,
  );
  return [
    `\n| tabs, ${seconds} s of silence | streams | words | bytes | other requests | SQL statements of the plugin | requests of the portal's other parts |\n`,
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n',
    ...rows,
    'target: many tabs cost what one does\n',
    ...costs.flatMap(({ tabs, requests }) =>
      requests.map(request => `- ${tabs}: ${request}\n`),
    ),
  ].join('');
}

function longTasks(tasks: readonly LongTask[]): string {
  if (tasks.length === 0) return 'none';
  const longest = Math.max(...tasks.map(({ duration }) => duration));
  return `${tasks.length}, the longest ${ms(longest)}`;
}

function ms(value: number): string {
  return `${Math.round(value).toLocaleString('en')} ms`;
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
