import { mockServices } from '@backstage/backend-test-utils';
import { BACKGROUND_TASK_DOCUMENT_TYPE } from '@background-tasks/plugin-background-tasks-common';
import express from 'express';
import request from 'supertest';
import { hideForeignTasks } from './hideForeignTasks';

const taskOf = (project: unknown) => ({
  type: BACKGROUND_TASK_DOCUMENT_TYPE,
  document: { project },
});

/** What other plugins may index, and what no plugin should. */
const others = [
  { type: 'techdocs', document: { title: 'Guide', project: 7 } },
  { type: 'ticket', document: { project: null } },
  { document: {} },
  null,
];

describe('hideForeignTasks', () => {
  it('hides tasks of others whatever else was found, and nothing of that', async () => {
    const app = express();
    app.use(
      hideForeignTasks({
        httpAuth: mockServices.httpAuth(),
        logger: mockServices.logger.mock(),
        reader: { projectsOf: async () => new Set(['own']) },
      }),
    );
    const results = [
      taskOf('foreign'),
      ...others,
      taskOf('own'),
      taskOf(undefined),
      taskOf(7),
    ];
    app.get('/query', (_request, response) => {
      response.json({ results, numberOfResults: results.length });
    });
    const { body } = await request(app).get('/query').expect(200);
    expect(body).toEqual({ results: [...others, taskOf('own')] });
  });
});
