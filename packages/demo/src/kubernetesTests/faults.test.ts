import type {
  BackgroundTask,
  BackgroundTaskEvent,
} from '@background-tasks/plugin-background-tasks-common';
import { FaultWorld, type FaultTask } from './support/faults/FaultWorld';

jest.setTimeout(600_000);

/** Faults by the names of their tasks. Those in the same project meet nothing of each other. */
const tasks = {
  image: { name: 'image', project: 'imageless' },
  quota: { name: 'quota', project: 'narrow' },
  namespace: { name: 'namespace', project: 'doomed' },
  pod: { name: 'pod' },
  earlyPod: { name: 'early-pod' },
  job: { name: 'job' },
  agentMemory: { name: 'agent-memory' },
  gateMemory: { name: 'gate-memory' },
  deadline: { name: 'deadline' },
  disk: { name: 'disk' },
  log: { name: 'log' },
} satisfies Record<string, FaultTask>;

type End = { task: BackgroundTask; events: BackgroundTaskEvent[] };
/** Of 91 bytes each: 200 MB. */
const LOG_LINES = 2_200_000;
const LOG_LINE = 'x'.repeat(90);

describe('a task on the cluster', () => {
  let world: FaultWorld;
  /** All at once, as nearly all of their time is waiting. */
  let ends: Record<keyof typeof tasks, Promise<End>>;

  beforeAll(async () => {
    world = await FaultWorld.start({
      repositories: Object.fromEntries(
        Object.values(tasks).map(({ name }) => [
          name,
          name === 'early-pod' ? { gate: 'early-pod-base' } : {},
        ]),
      ),
      projects: {
        imageless: { image: 'localhost/no-such-image:1' },
        narrow: { quota: { 'requests.memory': '10Mi' } },
        doomed: {},
      },
      kubernetes: {
        resources: {
          requests: { cpu: '10m', memory: '32Mi' },
          limits: { cpu: '2', memory: '400Mi' },
        },
        workspace: { size: '100Mi' },
        pendingTimeout: { seconds: 60 },
        imagePullGrace: { seconds: 5 },
      },
    });
    const { gates } = world;
    const eat = `node -e 'const a = []; for (;;) a.push(Buffer.alloc(1e7, 1))'`;
    ends = {
      image: of(tasks.image, 'true'),
      quota: of(tasks.quota, 'true'),
      namespace: of(tasks.namespace, held(tasks.namespace), async () => {
        const namespace = world.namespaceOf('doomed');
        await gates.untilHeld(tasks.namespace.name);
        await world.kubectl(
          'doomed',
          ...['delete', 'namespace', namespace, '--wait=false'],
        );
      }),
      pod: of(tasks.pod, held(tasks.pod), async () => {
        await gates.untilHeld(tasks.pod.name);
        await world.deleteOf(tasks.pod, 'pods');
      }),
      earlyPod: earlyPod(),
      job: of(tasks.job, held(tasks.job), async () => {
        await gates.untilHeld(tasks.job.name);
        await world.deleteOf(tasks.job, 'jobs');
      }),
      agentMemory: of(tasks.agentMemory, eat),
      gateMemory: gateMemory(),
      deadline: of(tasks.deadline, 'sleep 1000', undefined, {
        timeoutSeconds: 60,
      }),
      disk: of(tasks.disk, 'head -c 300000000 /dev/zero > big; sleep 1000'),
      log: of(
        tasks.log,
        `echo first; yes ${LOG_LINE} | head -n ${LOG_LINES}; echo last; echo more >> text.txt`,
      ),
    };
    // Those that fail before their test looks are none of the others' business.
    for (const end of Object.values(ends)) end.catch(() => undefined);
  });
  afterAll(async () => {
    await world?.stop();
  });

  /** Creates a task, does harm to it, and says how it ended. */
  async function of(
    task: FaultTask,
    run: string,
    harm: () => Promise<void> = async () => {},
    more: { timeoutSeconds?: number } = {},
  ): Promise<End> {
    await world.create(task, run, more);
    await harm();
    return world.ended(task);
  }

  /** Never opened: its agent waits until something ends it. */
  function held({ name }: FaultTask): string {
    world.gates.set(name, { holdFrom: 1 });
    return world.gates.waitAt(name);
  }

  async function earlyPod(): Promise<End> {
    const { gates } = world;
    gates.set('early-pod-base', { holdFrom: 1 });
    const run = `${gates.waitAt('early-pod-agent')}; echo more >> text.txt`;
    return of(tasks.earlyPod, run, async () => {
      await gates.untilHeld('early-pod-base');
      await world.deleteOf(tasks.earlyPod, 'pods');
      gates.open('early-pod-base');
    });
  }

  /** The repository's test eats all memory once the change is there. */
  async function gateMemory(): Promise<End> {
    const { gates } = world;
    gates.set('gate-memory', { word: 'eat' });
    return of(
      tasks.gateMemory,
      `printf %s '${gates.url('gate-memory')}' > gate.txt`,
    );
  }

  it('fails with the name of its image where that does not exist', async () => {
    const { task } = await ends.image;
    expect(task).toMatchObject({ status: 'Failed', outcome: 'infrastructure' });
    expect(task.error).toMatch(/localhost\/no-such-image:1.*Check its name/);
  });

  it('fails with what to do where the quota of its namespace is full', async () => {
    const { task } = await ends.quota;
    expect(task).toMatchObject({ status: 'Failed', outcome: 'infrastructure' });
    expect(task.error).toMatch(/exceeded quota.*raise the quota/);
  });

  it('ends with its namespace', async () => {
    const { task } = await ends.namespace;
    expect(['Stopped', 'Failed']).toContain(task.status);
    expect(task.prUrl).toBeNull();
  });

  it('fails where its Pod was deleted under the agent, which is not run again', async () => {
    const { task } = await ends.pod;
    expect(task).toMatchObject({ status: 'Failed', outcome: 'infrastructure' });
    expect(task.error).toMatch(/Pod was deleted.*Retry the task/);
    expect(world.gates.count(tasks.pod.name)).toBe(1);
  });

  it('is run again where its Pod was deleted before its agent began', async () => {
    const { task } = await ends.earlyPod;
    expect(task).toMatchObject({ outcome: 'pullRequest', error: null });
    expect(world.gates.count('early-pod-agent')).toBe(1);
    expect(await world.pullRequests(tasks.earlyPod)).toEqual([task.prUrl]);
  });

  it('fails where its Job was deleted under the agent, which is not run again', async () => {
    const { task } = await ends.job;
    expect(task).toMatchObject({ status: 'Failed', outcome: 'infrastructure' });
    expect(task.error).toMatch(/(Job|Pod) was deleted.*Retry the task/);
    expect(world.gates.count(tasks.job.name)).toBe(1);
  });

  it('says that its agent ran out of memory, and what the limit is', async () => {
    const { task } = await ends.agentMemory;
    expect(task).toMatchObject({ status: 'Failed', outcome: 'agentFailed' });
    expect(task.error).toMatch(/limit of 400Mi.*container 'agent'.*raise/);
  });

  it('says that its checks ran out of memory, and what the limit is', async () => {
    const { task } = await ends.gateMemory;
    expect(task).toMatchObject({
      status: 'Failed',
      outcome: 'validationFailed',
      prUrl: null,
    });
    expect(task.error).toMatch(/limit of 400Mi.*container 'validate'.*raise/);
    expect(await world.pullRequests(tasks.gateMemory)).toEqual([]);
  });

  it('ends at its deadline', async () => {
    const { task } = await ends.deadline;
    expect(task).toMatchObject({
      status: 'Timeout',
      outcome: 'deadlineExceeded',
      error: 'Task exceeded 1 minute deadline',
    });
  });

  it('says that it wrote more than its disk', async () => {
    const { task } = await ends.disk;
    expect(task).toMatchObject({ status: 'Failed', outcome: 'agentFailed' });
    expect(task.error).toMatch(/more disk than it may.*workspace\.size/);
  });

  it('keeps the head and the tail of a log of 200 MB', async () => {
    const { task, events } = await ends.log;
    expect(task).toMatchObject({ outcome: 'pullRequest', error: null });
    const said = events.flatMap(event =>
      event.type === 'log' && event.phase === 'agent' ? [event.text] : [],
    );
    expect(said).toContain('first');
    expect(said).toContain('last');
    const kept = said.filter(text => text === LOG_LINE).length;
    expect(kept).toBeGreaterThan(1_000);
    expect(kept).toBeLessThan(100_000);
    expect(said.filter(text => /\d lines/.test(text))).toHaveLength(1);
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual(positions.map((_, index) => index + 1));
  });

  it('leaves nothing but its session, which says how it ended', async () => {
    const { namespace, ...kept } = tasks;
    await ends.namespace;
    for (const task of Object.values<FaultTask>(kept)) {
      const { status } = await world.ended(task).then(end => end.task);
      expect(await world.phaseOfSession(task, status)).toBe(status);
    }
    await expect(world.untilNothingIsLeft()).resolves.toBeUndefined();
  });
});
