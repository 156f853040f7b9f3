import { killPart, startPart } from '@background-tasks/dev-cluster';
import { setTimeout as delay } from 'node:timers/promises';
import { countTo, ticksOf } from '../systemTests/support/replicas/tasks';
import { FaultWorld } from './support/faults/FaultWorld';

jest.setTimeout(600_000);

const api = { name: 'api-server' };
const kubelet = { name: 'kubelet' };

describe('a part of the cluster that dies', () => {
  let world: FaultWorld;

  beforeAll(async () => {
    world = await FaultWorld.start({
      repositories: { [api.name]: {}, [kubelet.name]: {} },
      kubernetes: {
        resources: {
          requests: { cpu: '10m', memory: '32Mi' },
          limits: { cpu: '2', memory: '512Mi' },
        },
      },
    });
  });
  afterAll(async () => {
    await world?.stop();
  });

  it.each([
    { part: 'kube-apiserver' as const, awayMs: 60_000, task: api },
    { part: 'kubelet' as const, awayMs: 20_000, task: kubelet },
  ])(
    '($part) and is back after $awayMs ms costs a task nothing',
    async ({ part, awayMs, task }) => {
      const { gates } = world;
      gates.set('end', { holdFrom: 1 });
      await world.create(
        task,
        [
          gates.waitAt(task.name),
          `(${gates.waitAt('end')}; touch /tmp/open) &`,
          'i=1; while [ ! -f /tmp/open ]; do echo "tick $i"; i=$((i+1)); sleep 0.25; done',
          'echo more >> text.txt',
        ].join('\n'),
      );
      await gates.untilHeld('end');

      try {
        await killPart(part);
        await delay(awayMs);
      } finally {
        await startPart(part);
      }
      gates.open('end');

      const { task: ended, events } = await world.ended(task);
      expect(ended).toMatchObject({ error: null, outcome: 'pullRequest' });
      expect(ticksOf(events)).toEqual(countTo(ticksOf(events).length));
      expect(ticksOf(events).length).toBeGreaterThan(40);
      expect(world.gates.count(task.name)).toBe(1);
      expect(await world.pullRequests(task)).toEqual([ended.prUrl]);
      await world.untilNothingIsLeft();
    },
  );
});
