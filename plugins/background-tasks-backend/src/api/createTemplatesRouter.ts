import type {
  ListTaskTemplatesRequest,
  TaskTemplateInput,
} from '@background-tasks/plugin-background-tasks-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ApiDeps } from './types';

/** Templates: create, list, get, replace, delete, and make one out of a task. */
export function createTemplatesRouter(deps: ApiDeps): Router {
  const router = PromiseRouter();
  const { audited, callers, templates } = deps;
  const all = '/projects/:project/task-templates';
  const one = `${all}/:template`;

  router.post(all, async (request, response) => {
    const { project } = request.params;
    const input: TaskTemplateInput = request.body;
    const created = await audited(
      request,
      {
        action: 'template-create',
        needs: 'manageTemplates',
        project,
        template: input.name,
      },
      caller => templates.create(project, input, caller),
    );
    response.status(201).json(created);
  });

  router.post(
    '/projects/:project/background-tasks/:name/template',
    async (request, response) => {
      const { project, name } = request.params;
      const words: Pick<
        TaskTemplateInput,
        'name' | 'displayName' | 'description'
      > = request.body;
      const created = await audited(
        request,
        {
          action: 'template-create',
          needs: 'manageTemplates',
          project,
          task: name,
          template: words.name,
        },
        caller => templates.createFromTask(project, name, words, caller),
      );
      response.status(201).json(created);
    },
  );

  router.get(all, async (request, response) => {
    const caller = await callers.of(request, 'listTemplates');
    const page: ListTaskTemplatesRequest = request.query;
    response.json(await templates.list(request.params.project, page, caller));
  });

  router.get('/task-templates', async (request, response) => {
    const caller = await callers.of(request, 'listTemplates');
    const page: ListTaskTemplatesRequest = request.query;
    response.json(await templates.list(undefined, page, caller));
  });

  router.get(one, async (request, response) => {
    const { project, template } = request.params;
    const caller = await callers.of(request, 'readTemplate');
    response.json(await templates.get(project, template, caller));
  });

  router.put(one, async (request, response) => {
    const { project, template } = request.params;
    const input: TaskTemplateInput = request.body;
    const updated = await audited(
      request,
      {
        action: 'template-update',
        needs: 'manageTemplates',
        project,
        template,
      },
      caller => templates.update(project, template, input, caller),
    );
    response.json(updated);
  });

  router.delete(one, async (request, response) => {
    const { project, template } = request.params;
    await audited(
      request,
      {
        action: 'template-delete',
        needs: 'manageTemplates',
        project,
        template,
      },
      caller => templates.delete(project, template, caller),
    );
    response.status(204).end();
  });

  return router;
}
