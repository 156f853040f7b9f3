import {
  isFinalStatus,
  type BackgroundTask,
  type BackgroundTaskEvent,
  type BackgroundTaskRef,
} from '@background-tasks/plugin-background-tasks-common';
import { setTimeout as delay } from 'node:timers/promises';
import { OWNER } from '../../../system/startSampleGithub';
import type { Caller } from './Caller';
import type { Member, Replicas } from './startReplicas';

const POLL_MS = 500;

/** A task of a user's own. */
export function taskOf(
  { project, user }: Member,
  turn: string,
): BackgroundTaskRef {
  return { project, name: `${turn}-of-${user}` };
}

/** Waits until a user can sign in at every replica. */
export async function signIn(
  { all }: Replicas,
  { user }: Member,
): Promise<void> {
  // The catalog takes its users in after the start.
  for (;;) {
    try {
      for (const { portal } of all) await portal.token(user);
      return;
    } catch {
      await delay(POLL_MS);
    }
  }
}

/** Creates a task, once however often it has to be asked for. */
export async function createTask(
  caller: Caller,
  { user, project, repository }: Member,
  task: BackgroundTaskRef,
  run: string,
  { github }: Replicas,
): Promise<void> {
  await caller.call(client =>
    client.createTask(
      project,
      {
        name: task.name,
        instructions: 'Change the text.',
        repository: { url: `${github.url}/${OWNER}/${repository}` },
        provider: 'script',
        run,
      },
      { idempotencyKey: `${user} ${task.name}` },
    ),
  );
}

/** The task as it ended. */
export async function untilEnded(
  caller: Caller,
  task: BackgroundTaskRef,
): Promise<BackgroundTask> {
  for (;;) {
    const now = await caller.call(client => client.getTask(task));
    if (isFinalStatus(now.status)) return now;
    await delay(POLL_MS);
  }
}

/** All events of a task that has ended. */
export async function storedEvents(
  caller: Caller,
  task: BackgroundTaskRef,
): Promise<BackgroundTaskEvent[]> {
  return caller.call(async client => {
    const stored: BackgroundTaskEvent[] = [];
    const events = client.followEvents(task);
    for await (const event of events) stored.push(event);
    return stored;
  });
}

/** The numbers that its script counted. */
export function ticksOf(events: BackgroundTaskEvent[]): number[] {
  return events.flatMap(event =>
    event.type === 'log' && event.text.startsWith('tick ')
      ? [Number(event.text.slice('tick '.length))]
      : [],
  );
}

/** 1, 2, 3, … */
export function countTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
