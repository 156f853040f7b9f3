import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  bundleContentSchema,
  isFinalStatus,
} from '@background-tasks/plugin-background-tasks-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { drained } from './drained';
import { streamEvents } from './streamEvents';
import type { ApiDeps } from './types';

const decompress = promisify(gunzip);
const PAGE = 1_000;
/** The diff for people is at most 1 MiB of what a bundle holds; the rest is bounded by the same limit as in publishing. */
const BUNDLE_MAX_BYTES = 256 * 1024 * 1024;

/** What a task said and changed: the event stream, the log, the diff. */
export function createEventsRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();
  const one = '/projects/:project/background-tasks/:name';

  router.get(`${one}/events`, async (request, response) => {
    const task = await find(request);
    const query: { after?: number } = request.query;
    const resumed = Number(request.header('last-event-id'));
    await streamEvents({
      response,
      hub: deps.hub,
      taskUid: task.uid,
      after:
        Number.isInteger(resumed) && resumed > 0 ? resumed : query.after ?? 0,
      shutdown: deps.shutdown,
      isFinal: async () => {
        const now = await deps.store.getTaskByUid(task.uid);
        return !now || isFinalStatus(now.status)
          ? { lastPosition: now?.lastPosition ?? 0 }
          : undefined;
      },
    });
  });

  router.get(`${one}/logs`, async (request, response) => {
    const task = await find(request);
    beginText(response, `${task.name}.log`);
    for (let after = 0; !response.destroyed; ) {
      const events = await deps.store.events(task.uid, after, PAGE);
      const last = events.at(-1);
      if (!last) break;
      after = last.position;
      const lines = events.flatMap(event =>
        event.type === 'log' ? [`${event.text}\n`] : [],
      );
      if (!response.write(lines.join(''))) await drained(response);
    }
    response.end();
  });

  router.get(`${one}/diff`, async (request, response) => {
    const task = await find(request);
    const bundle = await deps.store.bundle(task.uid);
    beginText(response, `${task.name}.diff`);
    if (bundle) {
      const json = await decompress(bundle.data, {
        maxOutputLength: BUNDLE_MAX_BYTES,
      });
      response.write(
        bundleContentSchema.parse(JSON.parse(json.toString())).patch,
      );
    }
    response.end();
  });

  async function find(request: Request) {
    const { project, name } = request.params;
    const caller = await deps.callers.of(request, 'read');
    return deps.tasks.find(project, name, caller);
  }

  return router;
}

/** Text out of a workspace is never read as anything else by a browser. */
function beginText(response: Response, fileName: string): void {
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-disposition', `inline; filename="${fileName}"`);
}
