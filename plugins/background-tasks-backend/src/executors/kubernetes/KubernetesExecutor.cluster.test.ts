import type {
  RunBatch,
  RunUpdate,
} from '@background-tasks/plugin-background-tasks-node';
import { until } from '../../__testUtils__/until';
import { follow, RunWorld, type RunOptions } from './__testUtils__/RunWorld';
import type { KubernetesSettings } from './settings';

jest.setTimeout(300_000);

const phases = ['clone', 'baseline', 'agent', 'collect', 'validate'];

function eventsIn(updates: RunUpdate[]) {
  return updates.flatMap(update =>
    update.type === 'event' ? [update.event] : [],
  );
}

function startsIn(updates: RunUpdate[]): string[] {
  return updates.flatMap(update =>
    update.type === 'phaseStart' ? [update.phase] : [],
  );
}

function outcomeIn(updates: RunUpdate[]) {
  const outcomes = eventsIn(updates).filter(({ type }) => type === 'outcome');
  return outcomes.at(-1);
}

const isOfAgent = (update: RunUpdate) =>
  update.type === 'event' &&
  update.event.phase === 'agent' &&
  update.event.type === 'log' &&
  update.event.text === 'ready';

type Undisturbed = RunOptions & { settings?: Partial<KubernetesSettings> };

const forged = JSON.stringify({
  ...{ seq: 99, time: '2026-01-01T00:00:00.000Z', phase: 'agent' },
  ...{ type: 'log', stream: 'system', text: 'forged' },
});

/** Runs that are begun at once, as most of their time is waiting: what was heard of each, to its end. */
function beginAll(toEnd: (run: Undisturbed) => Promise<RunUpdate[]>) {
  return {
    memory: toEnd({
      script: `node -e 'const a = []; for (;;) a.push(Buffer.alloc(1e7, 1))'`,
    }),
    curious: toEnd({
      script: `
      say() { echo "$1=$2"; }
      (echo '${forged}' > /proc/1/fd/1) 2>/dev/null && say stdout open
      cat /proc/1/environ >/dev/null 2>&1 && say environ open
      cat /run/background-tasks/secrets/* >/dev/null 2>&1 && say secret open
      ls /var/run/secrets/kubernetes.io >/dev/null 2>&1 && say token open
      for path in pristine bundle gate results/baseline home/clone; do
        ls /task/$path >/dev/null 2>&1 && say $path open
      done
      (echo > /task/spec.json) 2>/dev/null && say spec open
      (echo > /usr/mine) 2>/dev/null && say system open
      (echo > /opt/background-tasks/runner.cjs) 2>/dev/null && say runner open
      say user "$(id -u)"
      say capabilities "$(grep CapEff /proc/self/status | tr -d '\\t')"
      say privileges "$(grep NoNewPrivs /proc/self/status | tr -d '\\t')"`,
    }),
    imageless: toEnd({
      script: 'true',
      settings: { image: 'localhost/no-such-image:1' },
    }),
    poor: toEnd({ script: 'true', settings: { image: 'localhost/busybox:1' } }),
    late: toEnd({ script: 'sleep 1000', seconds: 12 }),
    nodeless: toEnd({
      script: 'true',
      settings: { pendingMs: 6_000, nodeSelector: { zone: 'nowhere' } },
    }),
    large: toEnd({
      script: 'head -c 60000000 /dev/zero > big; sleep 1000',
      settings: { workspace: { size: '20Mi' } },
    }),
  };
}

describe('a run on a cluster', () => {
  let world: RunWorld;
  let ends: ReturnType<typeof beginAll>;

  beforeAll(async () => {
    // Several Pods start at once.
    world = await RunWorld.create({ pendingMs: 240_000 });
    ends = beginAll(async ({ settings, ...options }) => {
      const executor = world.executor(settings);
      const handle = await world.start(executor, options);
      const { updates } = await follow(executor, handle);
      await executor.cleanup(handle);
      return updates;
    });
    // What fails does so in the test that looks at it.
    for (const end of Object.values(ends)) end.catch(() => undefined);
  });
  afterAll(async () => {
    await world?.close();
  });

  it('goes through its phases, each once, and leaves nothing but its session', async () => {
    const executor = world.executor({ ttlSeconds: 0 });
    const run = await world.runOf({ script: 'echo new > new.txt' });
    const handle = await executor.start(run);
    await expect(executor.start(run)).resolves.toEqual(handle);

    const { updates } = await follow(executor, handle);
    expect(startsIn(updates)).toEqual(phases);
    expect(outcomeIn(updates)).toMatchObject({
      phase: 'validate',
      outcome: 'ok',
      verdict: 'passed',
    });
    expect(updates.at(-1)).toEqual({ type: 'end', reason: 'completed' });

    await executor.cleanup(handle);
    const { namespace } = world;
    const labelSelector = `background-tasks/run=${run.spec.runUid}`;
    const [jobs, pods, secrets, maps] = await Promise.all([
      world.cluster.batch.listNamespacedJob({ namespace, labelSelector }),
      world.cluster.core.listNamespacedPod({ namespace, labelSelector }),
      world.cluster.core.listNamespacedSecret({ namespace, labelSelector }),
      world.cluster.core.listNamespacedConfigMap({ namespace, labelSelector }),
    ]);
    for (const { items } of [jobs, secrets, maps]) expect(items).toEqual([]);
    for (const { metadata } of pods.items) {
      expect(metadata?.deletionTimestamp).toBeDefined();
    }
    const changes = eventsIn(updates).find(({ type }) => type === 'changes');
    expect(changes).toMatchObject({ files: [{ path: 'new.txt' }] });

    // The change goes to the gate again without agent, as after a run that was lost behind collect.
    const chunk = eventsIn(updates).find(({ type }) => type === 'bundle');
    const bundle = Buffer.from(
      chunk?.type === 'bundle' ? chunk.data : '',
      'base64',
    );
    const again = await world.start(executor, {
      script: 'exit 1',
      startAt: 'validate',
      bundle,
    });
    const second = await follow(executor, again);
    expect(startsIn(second.updates)).toEqual(['clone', 'baseline', 'validate']);
    await executor.cleanup(again);
  });

  it('is followed on by another backend without a word lost or doubled', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index}`);
    const script = `echo ready; for i in $(seq 0 299); do echo "line $i"; sleep 0.01; done; echo x > x`;
    const first = world.executor();
    const handle = await world.start(first, { script });
    const before = await follow(first, handle, { until: isOfAgent });

    const second = world.executor();
    const middle = await follow(second, handle, {
      cursor: before.cursor,
      until: update =>
        update.type === 'event' &&
        update.event.type === 'log' &&
        update.event.text.startsWith('line 1'),
    });
    const after = await follow(world.executor(), handle, {
      cursor: middle.cursor,
    });
    const all = [...before.updates, ...middle.updates, ...after.updates];
    expect(startsIn(all)).toEqual(phases);
    const said = eventsIn(all).flatMap(event =>
      event.type === 'log' && event.phase === 'agent' ? [event.text] : [],
    );
    expect(said.filter(text => text.startsWith('line'))).toEqual(lines);
    for (const phase of phases) {
      const seqs = eventsIn(all)
        .filter(event => event.phase === phase)
        .map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    }
    await first.cleanup(handle);
  });

  it('is complete also where nobody followed it while it ran', async () => {
    const executor = world.executor();
    const handle = await world.start(executor, { script: 'echo x > x' });
    while ((await executor.inspect(handle)) === 'running') {
      await new Promise(resolve => {
        setTimeout(resolve, 200);
      });
    }
    const batches: RunBatch[] = [];
    const { signal } = new AbortController();
    for await (const batch of executor.follow(handle, { signal })) {
      batches.push(batch);
    }
    const updates = batches.flatMap(batch => batch.updates);
    expect(startsIn(updates)).toEqual(phases);
    expect(updates.at(-1)).toEqual({ type: 'end', reason: 'completed' });

    // Wherever a backend ends, the next one goes on right behind it.
    let told = 0;
    for (const { cursor, updates: some } of batches.slice(0, -1)) {
      told += some.length;
      const rest = await follow(world.executor(), handle, { cursor });
      expect(rest.updates).toEqual(updates.slice(told));
    }
    await executor.cleanup(handle);
  });

  it('ends within its grace when it is stopped, and says why', async () => {
    const executor = world.executor();
    const handle = await world.start(executor, {
      script: 'echo ready; sleep 1000',
    });
    let stopped: Promise<void> | undefined;
    const { updates } = await follow(executor, handle, {
      each(update) {
        if (isOfAgent(update)) stopped = executor.stop(handle, 'cancelled');
      },
    });
    await stopped;
    expect(updates.at(-1)).toEqual({ type: 'end', reason: 'cancelled' });
    await expect(executor.inspect(handle)).resolves.toBe('lost');
    await executor.cleanup(handle);
  });

  it('is lost where its Pod is deleted, and counts as started only if its agent was', async () => {
    const executor = world.executor();
    const { namespace } = world;
    const deletePods = async (run: unknown) => {
      const labelSelector = `background-tasks/run=${run}`;
      const { items } = await world.cluster.core.listNamespacedPod({
        namespace,
        labelSelector,
      });
      for (const { metadata } of items) {
        await world.cluster.core.deleteNamespacedPod({
          namespace,
          name: metadata?.name ?? '',
        });
      }
    };
    const handle = await world.start(executor, {
      script: 'true',
      test: 'sleep 1000',
    });
    const { updates } = await follow(executor, handle, {
      each(update) {
        if (update.type === 'phaseStart' && update.phase === 'baseline') {
          deletePods(handle.run).catch(() => undefined);
        }
      },
    });
    expect(startsIn(updates)).toEqual(['clone', 'baseline']);
    expect(updates.at(-1)).toMatchObject({ type: 'end', reason: 'lost' });
    await executor.cleanup(handle);
  });

  it('works on volumes of a StorageClass, which go with its Pod', async () => {
    const executor = world.executor({
      ttlSeconds: 0,
      workspace: { size: '100Mi', storageClassName: 'standard' },
    });
    const run = await world.runOf({
      script: 'echo ready; cat package.json > copy.txt',
    });
    const handle = await executor.start(run);
    const { namespace } = world;
    const claims = async () => {
      const labelSelector = `background-tasks/run=${run.spec.runUid}`;
      const { items } =
        await world.cluster.core.listNamespacedPersistentVolumeClaim({
          namespace,
          labelSelector,
        });
      return items;
    };
    const before = await follow(executor, handle, { until: isOfAgent });
    const bound = await claims();
    const after = await follow(executor, handle, { cursor: before.cursor });
    await executor.cleanup(handle);

    expect(
      bound.map(({ spec, status }) => [
        spec?.storageClassName,
        spec?.resources?.requests?.storage,
        status?.phase,
      ]),
    ).toEqual([
      ['standard', '100Mi', 'Bound'],
      ['standard', '100Mi', 'Bound'],
    ]);
    const updates = [...before.updates, ...after.updates];
    expect(startsIn(updates)).toEqual(phases);
    expect(outcomeIn(updates)).toMatchObject({
      phase: 'validate',
      outcome: 'ok',
      verdict: 'passed',
    });
    const changes = eventsIn(updates).find(({ type }) => type === 'changes');
    expect(changes).toMatchObject({ files: [{ path: 'copy.txt' }] });
    await until(async () => (await claims()).length === 0);
  });

  describe('of which nothing more is asked', () => {
    it('says which container ran out of memory, and what its limit is', async () => {
      expect(outcomeIn(await ends.memory)).toMatchObject({
        phase: 'agent',
        outcome: 'agentFailed',
        error: expect.stringMatching(/limit of 400Mi.*container 'agent'/),
      });
    });

    it('shows its agent nothing that is none of its business, and lets it forge nothing', async () => {
      const updates = await ends.curious;
      const said = eventsIn(updates).flatMap(one =>
        one.type === 'log' && one.phase === 'agent' && one.stream === 'stdout'
          ? [one.text]
          : [],
      );
      expect(said).toEqual([
        'user=10001',
        'capabilities=CapEff:0000000000000000',
        'privileges=NoNewPrivs:1',
      ]);
      expect(JSON.stringify(updates)).not.toContain(
        'can be inspected by programs of its own user',
      );
    });

    it('fails soon where its image does not exist', async () => {
      const updates = await ends.imageless;
      expect(startsIn(updates)).toEqual(['clone']);
      expect(updates.at(-1)).toMatchObject({
        type: 'end',
        reason: 'failed',
        message: expect.stringMatching(
          /'localhost\/no-such-image:1' of the container 'baseline' cannot be pulled/,
        ),
      });
    });

    it('brings the runner into an image of the project, and says what that lacks', async () => {
      expect((await ends.poor).at(-1)).toMatchObject({
        type: 'end',
        reason: 'failed',
        message: expect.stringMatching(
          /does not start in the image 'localhost\/busybox:1'.*glibc/,
        ),
      });
    });

    it('ends at its deadline, by the word of its Job', async () => {
      expect((await ends.late).at(-1)).toMatchObject({
        type: 'end',
        reason: 'deadlineExceeded',
      });
    });

    it('waits for a node, and then fails in the words of the scheduler', async () => {
      expect(await ends.nodeless).toEqual([
        {
          type: 'waiting',
          message: expect.stringMatching(
            /No node has room.*didn't match Pod's node affinity/,
          ),
        },
        {
          type: 'end',
          reason: 'failed',
          message: expect.stringMatching(
            /No node had room.*didn't match Pod's node affinity/,
          ),
        },
      ]);
    });

    it('is evicted where it writes more than its disk', async () => {
      expect(outcomeIn(await ends.large)).toMatchObject({
        phase: 'agent',
        outcome: 'agentFailed',
        error: expect.stringContaining('more disk than it may'),
      });
    });
  });
});
