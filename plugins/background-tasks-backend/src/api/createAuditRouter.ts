import type {
  AuditEntry,
  ListAuditRequest,
  ListAuditResponse,
} from '@background-tasks/plugin-background-tasks-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { StoredAuditRecord } from '../store';
import { invalid, readCursor, writeCursor } from '../tasks';
import type { ApiDeps } from './types';

const DEFAULT_PAGE = 50;

/** `GET /audit`: who did what when in the caller's projects. */
export function createAuditRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();

  router.get('/audit', async (request, response) => {
    const { principal, access } = await deps.callers.of(request, 'readAudit');
    const query: ListAuditRequest = request.query;
    const { project, task, cursor, limit = DEFAULT_PAGE } = query;
    if (task !== undefined && project === undefined) {
      throw invalid(
        'project',
        `is missing: the name of a task is only known in its project`,
      );
    }
    const projects = project
      ? [deps.projects.get(project, principal)]
      : deps.projects.list(principal);
    const filter = { list: 'audit', project, task };
    const page = await deps.auditStore.list({
      projects: projects.map(({ name }) => name),
      visible: await access.readable(),
      task,
      before: cursor
        ? Number(readCursor(filter, cursor, 'number').value)
        : undefined,
      limit,
    });
    const last = page.items.at(-1);
    const body: ListAuditResponse = {
      items: page.items.map(present),
      nextCursor:
        page.more && last
          ? writeCursor(filter, { value: last.id, uid: '' })
          : null,
    };
    response.json(body);
  });

  return router;
}

function present({ id, time, ...record }: StoredAuditRecord): AuditEntry {
  return { ...record, time: new Date(time).toISOString() };
}
