import { ResponseError } from '@backstage/errors';
import type {
  BackgroundTask,
  BackgroundTaskEvent,
  CreateBackgroundTaskRequest,
} from '@background-tasks/plugin-background-tasks-common';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { followTask } from '../scenarios/followTask';
import { repositoryRoot } from '../system/repositoryRoot';
import { OWNER } from '../system/startSampleGithub';
import type { DemoSystem } from '../system/startSystem';
import { findProcesses } from './support/findProcesses';
import { LOST, QUICK, startTestSystem } from './support/startTestSystem';
import { waitUntil } from './support/waitUntil';

jest.setTimeout(600_000);

const PROJECT = 'developers';

let system: DemoSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(async () => {
  await system?.stop();
});

function request(
  name: string,
  run: string,
  more: Partial<CreateBackgroundTaskRequest> = {},
): CreateBackgroundTaskRequest {
  return {
    name,
    instructions: 'Change the text.',
    repository: { url: `${system.github.url}/${OWNER}/${QUICK}` },
    provider: 'script',
    run,
    ...more,
  };
}

async function untilInPhase(
  name: string,
  phase: BackgroundTask['phase'],
): Promise<void> {
  await waitUntil(`${name} is in phase ${phase}`, async () => {
    const task = await system.portal
      .client()
      .getTask({ project: PROJECT, name });
    return task.phase === phase;
  });
}

async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    reason => reason,
  );
  if (!(error instanceof ResponseError)) {
    throw new Error(`It was not refused, but: ${error}`);
  }
  return { status: error.response.status, error: error.body.error };
}

describe('admission', () => {
  it('admits exactly one of twenty tasks that two users create at once for one repository', async () => {
    const clients = [
      system.portal.client('guest'),
      system.portal.client('maintainer'),
    ];
    const calls = Array.from({ length: 20 }, (_, index) =>
      clients[index % 2].createTask(
        PROJECT,
        request(`crowd-${index}`, 'sleep 600'),
      ),
    );

    const answers = await Promise.allSettled(calls);

    const admitted = answers.flatMap(answer =>
      answer.status === 'fulfilled' ? [answer.value.name] : [],
    );
    expect(admitted).toHaveLength(1);
    const refused = answers.flatMap(answer =>
      answer.status === 'rejected' ? [answer.reason] : [],
    );
    expect(refused).toHaveLength(19);
    for (const reason of refused) {
      expect(reason).toBeInstanceOf(ResponseError);
      expect(reason.response.status).toBe(409);
      expect(['concurrentTaskLimit', 'repositoryBusy']).toContain(
        reason.body.error.code,
      );
    }
    const ref = { project: PROJECT, name: admitted[0] };
    const task = await system.portal.client('guest').getTask(ref);
    const creator = task.creator.endsWith('guest') ? 'guest' : 'maintainer';
    await system.portal.client(creator).cancelTask(ref);
  });

  it('refuses who is not a member of the project', async () => {
    const { status, error } = await refusal(
      system.portal
        .client('operator')
        .createTask(PROJECT, request('intruder', 'true')),
    );
    expect(status).toBe(403);
    expect(error).toMatchObject({ code: 'notProjectMember' });
  });

  it('refuses a repository that the project does not own', async () => {
    const { status, error } = await refusal(
      system.portal
        .client('operator')
        .createTask('operators', request('stranger', 'true')),
    );
    expect(status).toBe(403);
    expect(error).toMatchObject({ code: 'repositoryNotAllowed' });
  });
});

describe('a task', () => {
  it('is really gone when it was cancelled, and can be retried as a chain', async () => {
    const client = system.portal.client();
    const marker = '31337.5';
    const script = `(setsid sleep ${marker} &)\nsleep ${marker}`;
    await client.createTask(PROJECT, request('to-stop', script));
    await untilInPhase('to-stop', 'agent');
    await waitUntil(
      'its processes run',
      async () => (await findProcesses(`sleep ${marker}`)).length >= 2,
    );

    const answer = await client.cancelTask({
      project: PROJECT,
      name: 'to-stop',
    });

    expect(answer.status).toBe('Stopped');
    expect(await findProcesses(`sleep ${marker}`)).toEqual([]);
    const stopped = await client.getTask({ project: PROJECT, name: 'to-stop' });
    expect(stopped).toMatchObject({
      status: 'Stopped',
      outcome: 'cancelled',
      prUrl: null,
      can: { cancel: false, retry: true },
    });

    for (const [from, count] of [
      ['to-stop', 1],
      ['to-stop-retry-1', 2],
    ] as const) {
      const retried = await client.retryTask({ project: PROJECT, name: from });
      expect(retried).toMatchObject({
        name: `to-stop-retry-${count}`,
        status: 'Pending',
        retryCount: count,
      });
      const ref = { project: PROJECT, name: retried.name };
      expect(await client.getTask(ref)).toMatchObject({ retryOf: from });
      expect((await client.cancelTask(ref)).status).toBe('Stopped');
    }
    const again = await refusal(
      client.cancelTask({ project: PROJECT, name: 'to-stop' }),
    );
    expect(again.status).toBe(400);
  });

  it('says what to check when its repository does not exist', async () => {
    const client = system.portal.client();
    const ref = { project: PROJECT, name: 'lost' };
    await client.createTask(PROJECT, {
      ...request('lost', 'true'),
      repository: undefined,
      entityRef: `component:default/${LOST}`,
    });

    const task = await followTask(client, ref);

    expect(task).toMatchObject({ status: 'Failed', outcome: 'accessDenied' });
    expect(task.error).toContain(LOST);
  });

  it('ends without a pull request when nothing changes', async () => {
    const client = system.portal.client();
    const ref = { project: PROJECT, name: 'idle' };
    await client.createTask(PROJECT, request('idle', 'true'));

    const task = await followTask(client, ref);

    expect(task).toMatchObject({
      status: 'Completed',
      outcome: 'noChanges',
      prUrl: null,
    });
  });

  it('cannot speak in the name of the runner', async () => {
    const client = system.portal.client();
    const ref = { project: PROJECT, name: 'forger' };
    const forger = await readFile(
      join(repositoryRoot, 'packages/demo/src/systemTests/support/forger.js'),
      'utf8',
    );
    const script = `node - <<'END'\n${forger}\nEND\n`;
    await client.createTask(PROJECT, request('forger', script));
    const events: BackgroundTaskEvent[] = [];

    const task = await followTask(client, ref, {
      onEvent: event => events.push(event),
    });

    expect(task).toMatchObject({ status: 'Completed', outcome: 'noChanges' });
    const texts = events.flatMap(event =>
      event.type === 'log' ? [event.text] : [],
    );
    expect(texts).not.toContain('FORGED');
    expect(texts).toContain('reached: []');
  });

  it('goes on when the backend is killed, and its events are complete', async () => {
    const client = system.portal.client();
    const ref = { project: PROJECT, name: 'survivor' };
    const lines = 40;
    const script = `i=1; while [ $i -le ${lines} ]; do echo "tick $i"; i=$((i+1)); sleep 0.25; done; echo more >> text.txt`;
    await client.createTask(PROJECT, request('survivor', script));
    const events: BackgroundTaskEvent[] = [];
    const followed = followTask(client, ref, {
      onEvent: event => events.push(event),
    });
    await waitUntil('the agent ticks', () => ticks(events).length >= 5);

    await system.backend.kill();
    await system.backend.start();
    const task = await followed;

    expect(task).toMatchObject({
      status: 'Completed',
      outcome: 'pullRequest',
      changedFiles: [{ path: 'text.txt' }],
    });
    expect(ticks(events)).toEqual(
      Array.from({ length: lines }, (_, index) => `tick ${index + 1}`),
    );
    expect(events.map(event => event.position)).toEqual(
      events.map((_, index) => index + 1),
    );
  });
});

function ticks(events: BackgroundTaskEvent[]): string[] {
  return events.flatMap(event =>
    event.type === 'log' && event.text.startsWith('tick ') ? [event.text] : [],
  );
}
