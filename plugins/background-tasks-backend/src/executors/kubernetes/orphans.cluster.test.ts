import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage, RUNNER_IMAGE } from '@background-tasks/dev-cluster';
import { follow, RunWorld } from './__testUtils__/RunWorld';

jest.setTimeout(300_000);

/** More than the dev cluster's kubelet lets a Pod have at once. */
const ORPHANS = 1_500;

/** Each ends at once; by then whoever started it has ended already, and does not ask how it ended. */
const leavesOrphans = `
  n=0
  while [ $n -lt ${ORPHANS} ]; do
    sh -c 'sleep 0.01 &' || { echo "no more processes after $n"; exit 1; }
    n=$((n + 1))
  done
  zombies() { cat /proc/[0-9]*/stat 2>/dev/null | grep -c ') Z '; }
  for i in $(seq 300); do left=$(zombies || true); [ "$left" -gt 0 ] || break; sleep 0.1; done
  echo "zombies $left"
  # What starts the phases has their output, and is as closed as they are.
  (echo forged > /proc/1/fd/1) 2>/dev/null && echo 'output open'
  (head -c 0 /proc/1/environ) 2>/dev/null && echo 'environment open'
  (head -c 0 /proc/1/mem) 2>/dev/null && echo 'memory open'
  (kill -9 1 && sleep 0.2) 2>/dev/null
  head -c 1 /opt/background-tasks/init 2>/dev/null && echo 'program open'
  chmod 755 /opt/background-tasks/init 2>/dev/null && echo 'program changed'
  echo "first process is $(tr -d '\\n' </proc/1/comm)"
  echo new > new.txt
`;

/** An image of a project, which has nothing of the runner's. */
async function buildOwnImage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'own-image-'));
  try {
    await writeFile(join(folder, 'Dockerfile'), 'ARG BASE\nFROM ${BASE}\n');
    return await buildImage({ folder, tag: 'localhost/own-image:test' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('what an agent leaves behind', () => {
  let world: RunWorld;
  beforeAll(async () => {
    world = await RunWorld.create();
  });
  afterAll(async () => {
    await world?.close();
  });

  it.each([
    ["the runner's", async () => RUNNER_IMAGE],
    ["the project's own", buildOwnImage],
  ])(
    'does not use up the processes of its Pod in %s image',
    async (_, imageOf) => {
      const executor = world.executor({ image: await imageOf() });
      const handle = await world.start(executor, { script: leavesOrphans });
      const { updates } = await follow(executor, handle);
      const said = updates.flatMap(update =>
        update.type === 'event' &&
        update.event.type === 'log' &&
        update.event.phase === 'agent'
          ? [update.event.text]
          : [],
      );
      expect(said.slice(-2)).toEqual(['zombies 0', 'first process is init']);
      expect(updates.at(-1)).toEqual({ type: 'end', reason: 'completed' });
      await executor.cleanup(handle);
    },
  );
});
