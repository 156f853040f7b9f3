import express, { type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { explainInvalid, validateByOpenApi } from './openApi';

const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(error.status ?? 400).json({ message: error.message });
};

/** Tells what a route would see of a request, where nothing looks at what is answered. */
function createApp() {
  const app = express();
  app.use(express.json());
  app.use(validateByOpenApi({ responses: false }));
  app.use((asked, response) => {
    const seen = { ...asked.query };
    // What a route does to its query is its own matter.
    asked.query.limit = 'changed';
    response.json(seen);
  });
  app.use(explainInvalid, answerError);
  return request(app);
}

describe('validateByOpenApi', () => {
  it('gives a query its types and defaults, however often it is asked', async () => {
    const app = createApp();
    for (let time = 0; time < 3; time++) {
      const { body } = await app.get('/background-tasks?limit=5&status=Failed');
      expect(body).toEqual({
        limit: 5,
        status: ['Failed'],
        scope: 'all',
        sort: '-createdAt',
      });
    }
  });

  it('refuses what is wrong, however often, also at an address that was fine before', async () => {
    const app = createApp();
    await app.get('/background-tasks').expect(200);
    for (let time = 0; time < 2; time++) {
      await app.get('/background-tasks?limit=x').expect(400);
      const { status, body } = await app
        .get('/background-tasks')
        .set('X-Background-Tasks-On-Behalf-Of', 'x'.repeat(2_000));
      expect({ status, body }).toMatchObject({
        status: 400,
        body: { message: expect.stringMatching(/on-behalf-of/i) },
      });
      await app.post('/background-tasks').expect(405);
    }
  });
});
