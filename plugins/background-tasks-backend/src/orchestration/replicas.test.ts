import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  isFinalStatus,
  type BundleContent,
  type RunnerEventBody,
  type TaskStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type { RunUpdate } from '@background-tasks/plugin-background-tasks-node';
import type { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { newTask, NO_LIMITS } from '../__testUtils__/newTask';
import { Replica, SteppingCodeHost } from '../__testUtils__/Replica';
import { phase, ScriptedExecutor } from '../__testUtils__/ScriptedExecutor';
import { until } from '../__testUtils__/until';
import type { Task } from '../tasks';

jest.setTimeout(60_000);

const databases = testDatabases();
const databaseIds = databases.eachSupportedId();

const bundle: BundleContent = {
  version: 1,
  baseCommit: 'a'.repeat(40),
  baseTree: 'b'.repeat(40),
  tree: 'c'.repeat(40),
  entries: [{ op: 'delete', path: 'README.md' }],
  files: [],
  patch: '',
  patchTruncated: false,
};
const next: BundleContent = { ...bundle, baseCommit: 'd'.repeat(40) };

function packed(content: BundleContent) {
  const packedData = gzipSync(JSON.stringify(content));
  const packedHash = createHash('sha256').update(packedData).digest('hex');
  const event: RunnerEventBody = {
    type: 'bundle',
    hash: packedHash,
    size: packedData.length,
    index: 0,
    count: 1,
    data: packedData.toString('base64'),
  };
  return { data: packedData, hash: packedHash, event };
}

const { data, hash, event: chunk } = packed(bundle);
const { hash: nextHash, event: nextChunk } = packed(next);

function gateOf(bundleHash: string): RunUpdate[] {
  return [
    ...phase('validate', [
      { type: 'outcome', outcome: 'ok', verdict: 'passed', bundleHash },
    ]),
    { type: 'end', reason: 'completed' },
  ];
}

const gate = gateOf(hash);

const noClone: RunUpdate[] = [
  ...phase('clone', [
    { type: 'outcome', outcome: 'infrastructure', error: 'No clone' },
  ]),
  { type: 'end', reason: 'completed' },
];

describe.each(databaseIds)('several replicas on %s', databaseId => {
  let db: Knex;
  let executor: ScriptedExecutor;
  let codeHost: SteppingCodeHost;
  const replicas: Replica[] = [];

  beforeEach(async () => {
    db = await databases.init(databaseId);
    codeHost = new SteppingCodeHost();
    executor = new ScriptedExecutor({
      hang: () => [...phase('clone', []), 'hang'],
      waits: () => [
        { type: 'waiting', message: 'No node has room' },
        ...phase('clone', []),
        'hang',
      ],
      agent: () => [...phase('clone', []), ...phase('agent', []), 'hang'],
      lostAtGate: ({ spec, bundle: given }) => [
        ...phase('clone', [
          {
            type: 'outcome',
            outcome: 'ok',
            baseCommit: bundle.baseCommit,
            branch: 'main',
          },
        ]),
        ...(spec.startAt === 'validate' && given?.equals(data)
          ? gate
          : [
              ...phase('agent', []),
              ...phase('collect', [chunk]),
              { type: 'phaseStart', phase: 'validate' } as const,
              { type: 'end', reason: 'lost' } as const,
            ]),
      ],
      noClone: () => noClone,
      lost: () => [{ type: 'end', reason: 'lost', message: 'It is gone' }],
      inTheEnd: () => {
        const { length } = executor.started;
        if (length < 4) return noClone;
        if (length < 6) return [{ type: 'end', reason: 'abandoned' }];
        if (length < 8) return [{ type: 'end', reason: 'lost' }];
        return [
          ...phase('clone', []),
          ...phase('agent', []),
          ...phase('collect', [chunk]),
          ...gate,
        ];
      },
      again: () => {
        const isFirst = executor.started.length === 1;
        return [
          ...phase('clone', []),
          ...phase('agent', []),
          ...phase('collect', [isFirst ? chunk : nextChunk]),
          ...(isFirst ? gate : gateOf(nextHash)),
        ];
      },
      good: () => [
        ...phase('clone', []),
        ...phase('agent', []),
        ...phase('collect', [chunk]),
        ...gate,
      ],
    });
  });

  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop();
  });

  async function start(giveUpMs?: number): Promise<Replica> {
    const replica = await Replica.start({ db, executor, codeHost, giveUpMs });
    replicas.push(replica);
    return replica;
  }

  async function admit(replica: Replica, script: string): Promise<Task> {
    const admission = await replica.store.admit(newTask({ script }), NO_LIMITS);
    if ('refusal' in admission) throw new Error(admission.refusal.code);
    replica.orchestrator.nudge(admission.task.uid);
    return admission.task;
  }

  async function untilPhase(replica: Replica, task: Task, name: string) {
    return until(async () => {
      const now = await replica.store.getTaskByUid(task.uid);
      return now?.phase === name && now;
    });
  }

  async function untilEnded(replica: Replica, task: Task): Promise<Task> {
    return until(async () => {
      const now = await replica.store.getTaskByUid(task.uid);
      return now && isFinalStatus(now.status) && now;
    });
  }

  async function expectWhole(replica: Replica, task: Task): Promise<void> {
    const events = await replica.store.events(task.uid, 0, 1_000);
    expect(events.map(event => event.position)).toEqual(
      events.map((_, index) => index + 1),
    );
    expect(await db('slots').where({ task_uid: task.uid })).toEqual([]);
    expect(await db('run_tokens').where({ task_uid: task.uid })).toEqual([]);
  }

  it('takes up at once what another one lets go of in its shutdown, without a second run', async () => {
    const first = await start();
    const task = await admit(first, 'agent');
    await untilPhase(first, task, 'agent');
    const stoppedAt = Date.now();
    await first.orchestrator.stop();
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);
    const free = await first.store.getTaskByUid(task.uid);
    expect(free?.leaseOwner).toBeNull();

    const second = await start();
    await until(async () => {
      const now = await second.store.getTaskByUid(task.uid);
      return now?.leaseOwner;
    });
    await second.store.requestCancel(task.uid, task.creator);
    second.orchestrator.nudge(task.uid);
    expect(await untilEnded(second, task)).toMatchObject({ status: 'Stopped' });
    expect(executor.started).toHaveLength(1);
    await expectWhole(second, task);
  });

  async function startWith(onConflict: 'fail' | 'rerun'): Promise<Replica> {
    const replica = await Replica.start({ db, executor, codeHost, onConflict });
    replicas.push(replica);
    return replica;
  }

  it('fails where the base branch was changed under the change', async () => {
    codeHost.movedFrom = [bundle.baseCommit];
    const replica = await startWith('fail');
    const task = await admit(replica, 'again');

    expect(await untilEnded(replica, task)).toMatchObject({
      outcome: 'conflict',
      error: expect.stringContaining('moved on'),
    });
    expect(executor.started).toHaveLength(1);
    expect(codeHost.written).toEqual([]);
  });

  it('makes the change again where that is wished, also where a replica dies in between', async () => {
    codeHost.movedFrom = [bundle.baseCommit];
    const first = await startWith('rerun');
    const task = await admit(first, 'again');
    await until(async () => {
      const now = await first.store.getTaskByUid(task.uid);
      return now?.publishState.rerun;
    });
    await first.kill();
    const second = await startWith('rerun');

    expect(await untilEnded(second, task)).toMatchObject({
      outcome: 'pullRequest',
      bundleHash: nextHash,
    });
    // From the clone on: the first change is no start for the second.
    expect(executor.started.map(({ spec }) => spec.startAt)).toEqual([
      undefined,
      undefined,
    ]);
    expect(codeHost.written).toHaveLength(2);
    await expectWhole(second, task);
  });

  it('fails where the branch was changed under the second change too', async () => {
    codeHost.movedFrom = [bundle.baseCommit, next.baseCommit];
    const replica = await startWith('rerun');
    const task = await admit(replica, 'again');
    expect(await untilEnded(replica, task)).toMatchObject({
      outcome: 'conflict',
    });
    expect(executor.started).toHaveLength(2);
  });

  it('says in the log of a task what its run waits for', async () => {
    const replica = await start();
    const { uid } = await admit(replica, 'waits');
    const log = await until(
      async () => (await replica.store.getTaskByUid(uid))?.logTail || undefined,
    );
    expect(log).toContain('No node has room');
  });

  it('cancels a task whose replica is dead', async () => {
    const first = await start();
    const task = await admit(first, 'agent');
    await untilPhase(first, task, 'agent');
    await first.kill();
    const second = await start();
    const { task: wished } = await second.store.requestCancel(
      task.uid,
      task.creator,
    );
    expect(wished.cancelRequestedBy).toBe(task.creator);
    expect(await untilEnded(second, task)).toMatchObject({
      status: 'Stopped',
      outcome: 'cancelled',
    });
    await expectWhole(second, task);
  });

  it('ends a task as Stopped whose run died with its host, where that was wished', async () => {
    const first = await start();
    const task = await admit(first, 'agent');
    await untilPhase(first, task, 'agent');
    await first.store.requestCancel(task.uid, task.creator);
    await first.kill();
    executor.loseAll();
    const second = await start();
    expect((await untilEnded(second, task)).status).toBe('Stopped');
    await expectWhole(second, task);
  });

  it.each<[string, Partial<Task>, (replica: Replica, task: Task) => unknown]>([
    [
      'was cancelled',
      { status: 'Stopped', outcome: 'cancelled' },
      ({ store }, { uid, creator }) => store.requestCancel(uid, creator),
    ],
    [
      'has no time left',
      { status: 'Timeout', outcome: 'deadlineExceeded' },
      (_, { uid }) => db('tasks').where({ uid }).update({ deadline_at: 1 }),
    ],
  ])(
    'ends a task that cannot be driven, as soon as it %s',
    async (_, ended, end) => {
      executor.failure = new Error('Nothing is to be seen');
      const replica = await start();
      const task = await admit(replica, 'hang');
      await until(async () => executor.started.length > 0);
      await end(replica, task);
      expect(await untilEnded(replica, task)).toMatchObject(ended);
      await expectWhole(replica, task);
      await until(async () => executor.cleaned.length > 0);
    },
  );

  it('gives a task up that it cannot drive for too long, and says why', async () => {
    executor.failure = new Error('Nothing is to be seen');
    const replica = await start(0);
    const task = await admit(replica, 'hang');
    expect(await untilEnded(replica, task)).toMatchObject({
      status: 'Failed',
      outcome: 'infrastructure',
      error: 'Nothing is to be seen',
    });
    await expectWhole(replica, task);
  });

  it('does not give a task up that gets on between two failures', async () => {
    executor.failure = new Error('Nothing is to be seen');
    // Each failure is followed by a longer pause than this.
    const replica = await start(1_000);
    const task = await admit(replica, 'good');
    await until(async () => {
      await replica.store.commit(task.uid, { logLines: ['It gets on'] });
      return executor.failures > 1;
    });
    executor.failure = undefined;
    expect((await untilEnded(replica, task)).outcome).toBe('pullRequest');
  });

  it('says what happened to a run that died with its host', async () => {
    const first = await start();
    const task = await admit(first, 'agent');
    await untilPhase(first, task, 'agent');
    await first.kill();
    executor.loseAll();
    const second = await start();
    expect(await untilEnded(second, task)).toMatchObject({
      status: 'Failed',
      outcome: 'infrastructure',
      error: expect.stringContaining('Retry the task'),
    });
  });

  it.each([
    {
      when: 'before its agent began',
      script: 'good',
      first: 'clone',
      end: { status: 'Completed', outcome: 'pullRequest' },
    },
    {
      when: 'once its agent ran',
      script: 'agent',
      first: 'agent',
      end: {
        outcome: 'infrastructure',
        error:
          "The run was started by the executor 'former', and this portal runs tasks by 'scripted' now. Retry the task to run it again.",
      },
    },
  ])(
    'does not hand a run to another executor than the one that started it: $when',
    async ({ script, first, end }) => {
      const former = new ScriptedExecutor(
        {
          [script]: () => [
            ...phase('clone', []),
            ...(first === 'agent' ? phase('agent', []) : []),
            'hang',
          ],
        },
        'former',
      );
      const before = await Replica.start({ db, executor: former, codeHost });
      replicas.push(before);
      const task = await admit(before, script);
      await untilPhase(before, task, first);
      await before.orchestrator.stop();

      const now = await start();
      expect(await untilEnded(now, task)).toMatchObject(end);
      await expectWhole(now, task);
      expect(former.cleaned).toEqual([]);
      // Should the portal go back to it.
      expect(await now.store.runsToClean('former', 10)).toHaveLength(1);
    },
  );

  it.each(['branch', 'pull request'])(
    'goes on publishing where another one died after it wrote its %s, and writes nothing twice',
    async what => {
      const first = await start();
      const died = new Promise<void>(resolve => {
        codeHost.afterWrite = async write => {
          if (!write.startsWith(what)) return;
          codeHost.afterWrite = async () => {};
          await first.kill();
          resolve();
        };
      });
      const task = await admit(first, 'good');
      await died;
      const second = await start();
      expect(await untilEnded(second, task)).toMatchObject({
        status: 'Completed',
        outcome: 'pullRequest',
        prUrl: 'https://github.example/o/n/pull/1',
      });
      expect(codeHost.written).toEqual([
        `branch background-tasks/${task.name}`,
        `pull request of background-tasks/${task.name}`,
      ]);
      expect(executor.started).toHaveLength(1);
      await expectWhole(second, task);
    },
  );

  it('takes a change that had arrived to the gate again, without its agent', async () => {
    const replica = await start();
    const task = await admit(replica, 'lostAtGate');
    expect(await untilEnded(replica, task)).toMatchObject({
      status: 'Completed',
      outcome: 'pullRequest',
    });
    expect(
      executor.started.map(({ spec }) => [
        spec.startAt,
        spec.repository.commit,
      ]),
    ).toEqual([
      [undefined, undefined],
      ['validate', bundle.baseCommit],
    ]);
    await expectWhole(replica, task);
  });

  it.each([
    { script: 'noClone', runs: 8, error: 'No clone (attempt 8, the last)' },
    { script: 'lost', runs: 4, error: 'It is gone (attempt 4, the last)' },
  ])(
    'starts a run again that ends before its agent begins, and gives up in the end: $script',
    async ({ script, runs, error }) => {
      const replica = await start();
      const task = await admit(replica, script);
      expect(await untilEnded(replica, task)).toMatchObject({
        status: 'Failed',
        outcome: 'infrastructure',
        error,
      });
      expect(executor.started).toHaveLength(runs);
      await expectWhole(replica, task);
    },
  );

  it('counts a run that was lost apart from those that went down with a backend', async () => {
    const replica = await start();
    const task = await admit(replica, 'inTheEnd');
    expect(await untilEnded(replica, task)).toMatchObject({
      status: 'Completed',
      outcome: 'pullRequest',
    });
    expect(executor.started).toHaveLength(8);
    await expectWhole(replica, task);
  });

  it.each(['a run starts', 'it publishes'])(
    'waits where the code host is away before %s',
    async when => {
      const replica = await start();
      executor.beforeStart = () => {
        if (when === 'it publishes') codeHost.outages = 2;
      };
      if (when === 'a run starts') codeHost.outages = 2;
      const task = await admit(replica, 'good');
      expect(await untilEnded(replica, task)).toMatchObject({
        status: 'Completed',
        outcome: 'pullRequest',
      });
      expect(codeHost.outages).toBe(0);
      expect(executor.started).toHaveLength(1);
      await expectWhole(replica, task);
    },
  );

  it('cancels a task that waits for its code host', async () => {
    codeHost.outages = Infinity;
    const replica = await start();
    const task = await admit(replica, 'good');
    await until(async () => codeHost.asked > 0);
    await replica.store.requestCancel(task.uid, task.creator);
    replica.orchestrator.nudge(task.uid);
    expect(await untilEnded(replica, task)).toMatchObject({
      status: 'Stopped',
      outcome: 'cancelled',
    });
    expect(executor.started).toEqual([]);
    await expectWhole(replica, task);
  });

  it('drives each of many tasks once, whichever of three admits it', async () => {
    const all = [await start(), await start(), await start()];
    const tasks = await Promise.all(
      Array.from({ length: 12 }, (_, i) => admit(all[i % 3], 'good')),
    );
    for (const replica of all) replica.orchestrator.nudge('');
    const ended: TaskStatus[] = [];
    for (const task of tasks) {
      ended.push((await untilEnded(all[0], task)).status);
      await expectWhole(all[1], task);
    }
    expect(ended).toEqual(tasks.map(() => 'Completed'));
    expect(executor.started).toHaveLength(12);
  });

  it('tells a viewer on one of what another one does, in order and once', async () => {
    const first = await start();
    const task = await admit(first, 'hang');
    await untilPhase(first, task, 'clone');
    const second = await start();
    const seen: number[] = [];
    let wake: () => void = () => {};
    const nextNews = () =>
      new Promise<void>(resolve => {
        wake = resolve;
      });
    const unsubscribe = second.hub.subscribe(task.uid, () => wake());
    const watching = (async () => {
      for (;;) {
        const news = nextNews();
        const after = seen.at(-1) ?? 0;
        const page = await second.hub.read(task.uid, after, 3);
        seen.push(...page.events.map(event => event.position));
        if (page.ended) return;
        if (page.events.length === 0) await news;
      }
    })();
    await second.store.requestCancel(task.uid, task.creator);
    first.orchestrator.nudge(task.uid);
    await watching;
    unsubscribe();
    const { lastPosition } = await untilEnded(first, task);
    expect(seen).toEqual(Array.from({ length: lastPosition }, (_, i) => i + 1));
  });
});
