import { isError } from '@backstage/errors';
import type { BackgroundTaskRef } from '@background-tasks/plugin-background-tasks-common';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Task } from '../tasks';
import { DiffReader } from './DiffReader';
import { pollEvents, streamEvents } from './followEvents';
import { sendText } from './sendText';
import { streamTasks } from './streamTasks';
import type { ApiDeps } from './types';

const PAGE = 1_000;
/** A stream may be open for hours: who is no member any more, or may read no more, sees nothing new after so long. */
const RECHECK_MS = 60_000;

type EventsDeps = Pick<ApiDeps, 'hub' | 'shutdown' | 'store'> & {
  /** The task of the request's address. @throws where there is none, or the caller may not read it */
  find: (request: Request) => Promise<Task>;
  /** Tasks that a request names, each as `find`: its status where it is refused. */
  findEach: (
    request: Request,
    refs: readonly BackgroundTaskRef[],
  ) => Promise<(Task | { refused: number })[]>;
  /** With what status each of some tasks is refused by now, asking nothing of the database; undefined where it is not. */
  refusalsOf: (
    request: Request,
    tasks: readonly Task[],
  ) => Promise<(number | undefined)[]>;
  /** How long a right that was taken away still counts for a stream that is open; a minute if left out. */
  recheckMs?: number;
};

/** What a task said and changed: the event stream, the log, the diff. */
export function createEventsRouter(deps: EventsDeps): Router {
  const router = PromiseRouter();
  const { recheckMs = RECHECK_MS } = deps;
  const diffs = new DiffReader(deps.store);
  const one = '/projects/:project/background-tasks/:name';

  router.get(`${one}/events`, async (request, response) => {
    const task = await deps.find(request);
    const query: { after?: number; wait?: number } = request.query;
    const resumed = Number(request.header('last-event-id') ?? 0);
    const options = {
      response,
      hub: deps.hub,
      task,
      after: resumed > 0 ? resumed : query.after ?? 0,
      shutdown: deps.shutdown,
    };
    const types = ['text/event-stream', 'application/json'];
    if (request.accepts(types) !== 'application/json') {
      await streamEvents({
        ...options,
        recheckMs,
        isRefused: async () => {
          const [refusal] = await refusalsNow(request, [task]);
          return refusal !== undefined;
        },
      });
      return;
    }
    const waitMs = (query.wait ?? 0) * 1000;
    const { events, ended } = await pollEvents({ ...options, waitMs });
    response.setHeader('cache-control', 'no-store');
    response.json({ items: events, ended });
  });

  router.get('/events', async (request, response) => {
    const query: { task?: string[] } = request.query;
    const wanted = (query.task ?? []).map(readFollowed);
    const found = await deps.findEach(request, wanted);
    const tasks = found.map((task, index) => {
      const { project, name, after } = wanted[index];
      const ref = { project, name };
      return 'refused' in task ? { ref, ...task } : { ref, task, after };
    });
    const { hub, shutdown } = deps;
    await streamTasks({
      response,
      hub,
      tasks,
      recheckMs,
      refusals: followed => refusalsNow(request, followed),
      shutdown,
    });
  });

  router.get(`${one}/logs`, async (request, response) => {
    const task = await deps.find(request);
    const query: { download?: boolean } = request.query;
    await sendText({
      request,
      response,
      fileName: `${task.name}.log`,
      download: query.download ?? false,
      chunks: () => log(task),
    });
  });

  router.get(`${one}/diff`, async (request, response) => {
    const task = await deps.find(request);
    const query: { download?: boolean } = request.query;
    const patch = await diffs.read(task);
    await sendText({
      request,
      response,
      fileName: `${task.name}.diff`,
      download: query.download ?? false,
      async *chunks() {
        yield patch;
      },
    });
  });

  async function refusalsNow(
    request: Request,
    tasks: readonly Task[],
  ): Promise<(number | undefined)[]> {
    try {
      return await deps.refusalsOf(request, tasks);
    } catch (error) {
      // Of someone who may read none at all.
      if (isError(error) && error.name === 'NotAllowedError') {
        return tasks.map(() => 403);
      }
      throw error;
    }
  }

  async function* log(task: Task): AsyncGenerator<string> {
    // What comes later belongs to the next answer: so a size that was counted once holds.
    let after = 0;
    while (after < task.lastPosition) {
      const events = await deps.store.events(task.uid, after, PAGE);
      const last = events.at(-1);
      if (!last) return;
      after = last.position;
      yield events
        .flatMap(event =>
          event.type === 'log' && event.position <= task.lastPosition
            ? [`${event.text}\n`]
            : [],
        )
        .join('');
    }
  }

  return router;
}

/** `project/name@position`, as the OpenAPI document has it. */
function readFollowed(text: string): BackgroundTaskRef & { after: number } {
  const slash = text.indexOf('/');
  const at = text.lastIndexOf('@');
  return {
    project: text.slice(0, slash),
    name: text.slice(slash + 1, at),
    after: Number(text.slice(at + 1)),
  };
}
