import type { Comparison } from './compare';

/** The table of all repositories, with what was missed and what was wrong below it. */
export function printDiscovery(results: readonly Comparison[]): string {
  const sum = (count: (one: Comparison) => number) =>
    results.reduce((total, one) => total + count(one), 0);
  const found = sum(one => one.found.length);
  const missed = sum(one => one.missed.length);
  const wrong = sum(one => one.wrong.length);
  const rows = [
    ['repository', 'found', 'missed', 'wrong'],
    ...results.map(one => [
      one.repo,
      String(one.found.length),
      String(one.missed.length),
      String(one.wrong.length),
    ]),
    ['in all', String(found), String(missed), String(wrong)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(
    ([name, ...counts]) =>
      `| ${name.padEnd(width)} | ${counts
        .map(count => count.padStart(6))
        .join(' | ')} |`,
  );
  const rule = `| ${'-'.repeat(width)} | -----: | -----: | -----: |`;
  const details = results.flatMap(one => [
    ...one.missed.map(text => `missed in ${one.repo}: ${text}`),
    ...one.wrong.map(text => `wrong in ${one.repo}: ${text}`),
  ]);
  const all = found + missed;
  const share = all === 0 ? 100 : (100 * found) / all;
  return [
    ...[lines[0], rule, ...lines.slice(1), ''],
    ...(details.length > 0 ? [...details, ''] : []),
    `${found} of ${all} commands found (${share.toFixed(0)}%), ${wrong} wrong`,
  ].join('\n');
}
