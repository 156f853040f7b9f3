import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type {
  ProcessIdentity,
  SpoolRecord,
} from '@background-tasks/plugin-background-tasks-common';
import type { RunUpdate } from '@background-tasks/plugin-background-tasks-node';
import { followRun } from './followRun';
import { sweepRuns } from './sweepRuns';

const DAY_MS = 24 * 3_600_000;

let directory: string;

beforeEach(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'local-runs-'));
});

afterEach(async () => {
  await fs.rm(directory, { recursive: true, force: true });
});

async function makeRun(
  name: string,
  options: {
    identity?: Partial<ProcessIdentity>;
    spool?: SpoolRecord[];
    untouchedMs?: number;
  } = {},
) {
  const control = path.join(directory, name, 'control');
  await fs.mkdir(control, { recursive: true });
  const files = {
    identity: path.join(control, 'identity.json'),
    spool: path.join(control, 'spool.ndjson'),
    lease: path.join(control, 'lease'),
  };
  if (options.identity) {
    await fs.writeFile(
      files.identity,
      JSON.stringify({
        host: os.hostname(),
        bootId: await thisBoot(),
        pid: process.pid,
        startTime: '',
        ...options.identity,
      }),
    );
  }
  const lines = (options.spool ?? []).map(record => JSON.stringify(record));
  await fs.writeFile(files.spool, lines.map(line => `${line}\n`).join(''));
  await fs.writeFile(files.lease, '');
  const touched = new Date(Date.now() - (options.untouchedMs ?? 0));
  await fs.utimes(files.lease, touched, touched);
  return files;
}

async function thisBoot(): Promise<string> {
  const text = await fs
    .readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    .catch(() => '');
  return text.trim();
}

/** A process that is no more. */
async function endedPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  if (child.pid === undefined) throw new Error('Not started');
  return child.pid;
}

describe('followRun', () => {
  async function follow(files: Awaited<ReturnType<typeof makeRun>>) {
    const updates: RunUpdate[] = [];
    const { signal } = new AbortController();
    for await (const batch of followRun(files, { signal })) {
      updates.push(...batch.updates);
    }
    return updates;
  }

  const started = (phase: string): SpoolRecord => ({
    record: 'phaseStart',
    phase,
  });

  it.each<[string, Partial<ProcessIdentity> | undefined, string]>([
    ['of another machine', { host: 'another' }, "('another')"],
    ['that says nothing of itself', undefined, 'its folder is gone'],
  ])(
    'takes the agent of a run %s for started, whatever its spool says',
    async (_, identity, words) => {
      const files = await makeRun('run', {
        identity,
        spool: [started('clone')],
      });

      expect(await follow(files)).toEqual([
        { type: 'phaseStart', phase: 'agent' },
        {
          type: 'end',
          reason: 'lost',
          message: expect.stringContaining(words),
        },
      ]);
    },
  );

  it.each([
    ['clone', ['clone']],
    ['the agent', ['clone', 'baseline', 'agent']],
  ])(
    'tells what the spool of an earlier boot says: that it came to %s',
    async (_, phases) => {
      const files = await makeRun('run', {
        identity: { bootId: 'an-earlier-one' },
        spool: phases.map(started),
      });

      expect(await follow(files)).toEqual([
        ...phases.map(phase => ({ type: 'phaseStart', phase })),
        expect.objectContaining({ type: 'end', reason: 'lost' }),
      ]);
    },
  );

  it('follows to its end a run whose supervisor has gone in order', async () => {
    const files = await makeRun('run', {
      identity: { pid: await endedPid() },
      spool: [started('clone'), { record: 'end', reason: 'completed' }],
      untouchedMs: DAY_MS,
    });

    expect(await follow(files)).toEqual([
      { type: 'phaseStart', phase: 'clone' },
      { type: 'end', reason: 'completed' },
    ]);
    const { mtimeMs } = await fs.stat(files.lease);
    expect(Date.now() - mtimeMs).toBeLessThan(DAY_MS);
  });
});

describe('sweepRuns', () => {
  it('removes what nobody has touched for a day, and nobody supervises', async () => {
    const old = { untouchedMs: DAY_MS + 60_000 };
    const pid = await endedPid();
    await makeRun('dead-and-old', { ...old, identity: { pid } });
    await makeRun('never-begun-and-old', old);
    await makeRun('of-an-earlier-boot', {
      ...old,
      identity: { bootId: 'an-earlier-one' },
    });
    await makeRun('alive-and-old', { ...old, identity: {} });
    await makeRun('dead-and-new', { identity: { pid } });
    await fs.mkdir(path.join(directory, 'half-made'));

    const removed = await sweepRuns(directory);

    expect(removed.sort()).toEqual([
      'dead-and-old',
      'never-begun-and-old',
      'of-an-earlier-boot',
    ]);
    expect((await fs.readdir(directory)).sort()).toEqual([
      'alive-and-old',
      'dead-and-new',
      'half-made',
    ]);
  });
});
