import { setTimeout as sleep } from 'node:timers/promises';
import { load } from '../load/load';
import { Viewers } from '../load/Viewers';
import { createOurs, startTask } from './requests';
import type { Measure } from './types';

const SAMPLE_MS = 5_000;
const CLIENTS = 10;
const BURST = 100;
const MEGABYTE = 1024 * 1024;

/** Whether the backend's memory stays flat while tasks are created, listed, read and watched for minutes. */
export const memory: Measure = {
  name: 'memory',
  async run({ client, quick, repositoryUrls, record, signal }) {
    const minutes = quick ? 1 : 10;
    const endsAt = Date.now() + minutes * 60_000;
    const samples: number[] = [];
    const sampling = (async () => {
      while (Date.now() < endsAt && !signal.aborted) {
        samples.push((await client.meter()).rssBytes / MEGABYTE);
        await sleep(SAMPLE_MS);
      }
    })();
    while (Date.now() < endsAt && !signal.aborted) {
      const task = await startTask(client, 'ours', repositoryUrls[0], {
        lines: 500,
        perSecond: 250,
      });
      const watching = new Viewers(client);
      await watching.open(Array.from({ length: 20 }, () => task.events));
      await load(client, {
        clients: CLIENTS,
        requests: BURST,
        requestOf: n => {
          if (n % 4 === 0) {
            return createOurs(
              'open',
              repositoryUrls[n % repositoryUrls.length],
            );
          }
          if (n % 4 === 1) return { path: task.get };
          return { path: '/api/background-tasks/background-tasks?limit=50' };
        },
      });
      await client.untilIdle('ours');
      watching.close();
    }
    await sampling;
    const third = Math.floor(samples.length / 3);
    record(
      {
        title: `resident memory, second third of ${minutes} minutes of load`,
        unit: 'MB',
        better: 'lower',
      },
      'ours',
      mean(samples.slice(third, 2 * third)),
    );
    record(
      {
        title: `resident memory, last third of ${minutes} minutes of load`,
        unit: 'MB',
        better: 'lower',
        target: 'flat',
      },
      'ours',
      mean(samples.slice(2 * third)),
    );
  },
};

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
