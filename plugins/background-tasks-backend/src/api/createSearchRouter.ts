import type {
  ListSearchDocumentsRequest,
  ListSearchDocumentsResponse,
} from '@background-tasks/plugin-background-tasks-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { readCursor, writeCursor } from '../tasks';
import type { TaskDocument } from '../store';
import type { ApiDeps } from './types';

const DEFAULT_PAGE = 50;

/** `GET /search/documents`: the tasks of all projects, for the portal's search alone. */
export function createSearchRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();
  const list = { list: 'search' };

  router.get('/search/documents', async (request, response) => {
    await deps.callers.assertSearch(request);
    const query: ListSearchDocumentsRequest = request.query;
    const { cursor, limit = DEFAULT_PAGE } = query;
    const page = await deps.documents.page(
      cursor === undefined ? undefined : readCursor(list, cursor, 'number'),
      limit,
    );
    const last = page.items.at(-1);
    const body: ListSearchDocumentsResponse = {
      items: page.items.map(present),
      nextCursor:
        page.more && last
          ? writeCursor(list, { value: last.createdAt, uid: last.uid })
          : null,
    };
    response.json(body);
  });

  return router;
}

function present({ uid: _, createdAt, completedAt, ...task }: TaskDocument) {
  return {
    ...task,
    createdAt: new Date(createdAt).toISOString(),
    completedAt:
      completedAt === null ? null : new Date(completedAt).toISOString(),
  };
}
