import { median, percentile } from '../load/statistics';
import type { Seen } from '../load/Viewers';
import type { FleetSize, FleetTimes, Stretch } from './fleet/measureFleet';
import type { ManyTimes } from './measureMany';
import type { StartTimes } from './measureStart';
import { resourceWritesOf, sumOf, writesOf } from './RequestCounts';

/** How long a start takes, beside that of a bare Job. */
export function printStart(times: {
  ours: readonly StartTimes[];
  bare: readonly StartTimes[];
}): string {
  const row = (title: string, key: keyof StartTimes, target = '') => {
    const [ours, bare] = [times.ours, times.bare].map(all =>
      median(all.map(each => each[key])),
    );
    const ratio = (ours / bare).toFixed(2);
    return `| ${title} | ${ours.toFixed(0)} ms | ${bare.toFixed(
      0,
    )} ms | ${ratio}x | ${target} |\n`;
  };
  return [
    `\n| start, medians of ${times.ours.length} | task | bare Job | ratio | target |\n| --- | ---: | ---: | ---: | --- |\n`,
    row('answer to Pod there', 'made'),
    row('answer to clone running, as the watch sees it', 'running', '<= 1.3x'),
    row(
      'answer to clone running, by its `startedAt` (whole seconds)',
      'started',
    ),
    row('question to clone running', 'whole'),
  ].join('');
}

/** How long lines take to their viewer. */
export function printLog({ latencies, lost, doubled }: Seen): string {
  const ms = (share: number) => `${percentile(latencies, share).toFixed(0)} ms`;
  return [
    `\n| log line in the Pod to the viewer, ${latencies.length} lines | | target |\n| --- | ---: | --- |\n`,
    `| p50 | ${ms(0.5)} | |\n`,
    `| p95 | ${ms(0.95)} | < 300 ms |\n`,
    `| lost, doubled | ${lost}, ${doubled} | 0, 0 |\n`,
  ].join('');
}

/** What several runs at once took. */
export function printMany(
  runs: number,
  { seconds, requests }: ManyTimes,
): string {
  const perSecond = (count: number) => `${(count / seconds).toFixed(1)} /s`;
  const perRun = (count: number) => (count / runs).toFixed(1);
  const writes = sumOf(writesOf(requests));
  return [
    `\n| ${runs} runs at once, all to a pull request | |\n| --- | ---: |\n`,
    `| until all had ended | ${seconds.toFixed(1)} s |\n`,
    `| API requests | ${perSecond(sumOf(requests))}, ${perRun(
      sumOf(requests),
    )} a run |\n`,
    `| of these, writes | ${perSecond(writes)}, ${perRun(writes)} a run |\n`,
    `\n${listRequests(requests)}`,
  ].join('');
}

/** What a fleet took. */
export function printFleet(
  { tasks, projects, nodes }: FleetSize,
  { begin, idle, end, memory, heap }: FleetTimes,
): string {
  const all = [begin, idle, end];
  const row = (
    title: string,
    valueOf: (stretch: Stretch) => number,
    target = '',
  ) =>
    `| ${title} | ${all
      .map(each => valueOf(each).toFixed(1))
      .join(' | ')} | ${target} |\n`;
  const rate =
    (count: (requests: Stretch['requests']) => number) => (each: Stretch) =>
      count(each.requests) / each.seconds;
  const megabytes = (of: FleetTimes['memory']) =>
    [of.before, of.running, of.after]
      .map(bytes => (bytes / 2 ** 20).toFixed(0))
      .join(' | ');
  return [
    `\n| ${tasks} tasks of ${projects} projects on ${nodes} simulated nodes | begin | all run | end | target |\n| --- | ---: | ---: | ---: | --- |\n`,
    row('seconds', ({ seconds }) => seconds),
    row('API requests a second', rate(sumOf), 'all run: <= 2'),
    row(
      'writes a second',
      rate(counts => sumOf(writesOf(counts))),
    ),
    row('writes a second, most over 10 s', each => each.peakWrites),
    row(
      'of sessions and their events, a second',
      rate(counts => sumOf(resourceWritesOf(counts))),
    ),
    row(
      'of sessions and their events, most over 10 s',
      each => each.peakResourceWrites,
      '<= 20',
    ),
    `\n| the backend's memory, MiB | before | all run | after |\n| --- | ---: | ---: | ---: |\n`,
    `| resident | ${megabytes(memory)} |\n`,
    `| used heap | ${megabytes(heap)} |\n`,
    `\nBegin:\n\n${listRequests(begin.requests)}`,
    `\nAll run:\n\n${listRequests(idle.requests)}`,
    `\nEnd:\n\n${listRequests(end.requests)}`,
  ].join('');
}

/** What was asked for, the most frequent first. */
export function listRequests(
  requests: Readonly<Record<string, number>>,
): string {
  if (sumOf(requests) === 0) return 'None at all.\n';
  const sorted = Object.entries(requests).sort(([, a], [, b]) => b - a);
  return `${sorted.map(([name, count]) => `- ${name}: ${count}`).join('\n')}\n`;
}
