import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { BackgroundTaskEvent } from '@background-tasks/plugin-background-tasks-common';
import { createBackgroundTasksService } from '@background-tasks/plugin-background-tasks-node';
import express from 'express';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createBackgroundTaskAction } from './createBackgroundTaskAction';

const input = {
  project: 'developers',
  entityRef: 'component:default/sample-service',
  instructions: 'Upgrade lodash',
  provider: 'script',
  run: 'npm install lodash@4.17.21',
  wait: true,
};

const logLine = (position: number): BackgroundTaskEvent => ({
  position,
  time: new Date(0).toISOString(),
  phase: 'agent',
  type: 'log',
  stream: 'stdout',
  text: `line ${position}`,
});

describe('background-task:create', () => {
  const requests: { method: string; path: string; body: unknown }[] = [];
  let server: Server;
  let status: string;

  beforeEach(async () => {
    requests.length = 0;
    status = 'Completed';
    const app = express();
    app.use(express.json());
    app.use((request, _response, next) => {
      const { method, path, body } = request;
      requests.push({ method, path, body });
      next();
    });
    app.post('/projects/developers/background-tasks', (_, response) => {
      response.status(201).json({ name: 'upgrade', uid: 'the-uid' });
    });
    const task = '/projects/developers/background-tasks/upgrade';
    app.get(task, (_, response) => {
      response.json({ status, prUrl: 'https://pr', error: 'Linting failed' });
    });
    // The first stream breaks off after one line; the second one goes on from there to the end.
    app.get(`${task}/events`, (request, response) => {
      const after = Number(request.query.after);
      response.type('text/event-stream');
      response.write(`data: ${JSON.stringify(logLine(after + 1))}\n\n`);
      if (after > 0) response.write('event: end\ndata: {}\n\n');
      response.end();
    });
    await new Promise<void>(resolve => {
      server = app.listen(0, '127.0.0.1', resolve);
    });
  });

  afterEach(async () => {
    await new Promise(resolve => server.close(resolve));
  });

  function createAction() {
    const { port } = server.address() as AddressInfo;
    return createBackgroundTaskAction({
      portalUrl: 'http://portal',
      backgroundTasks: createBackgroundTasksService({
        auth: mockServices.auth(),
        discovery: mockServices.discovery.mock({
          getBaseUrl: async () => `http://127.0.0.1:${port}`,
        }),
      }),
    });
  }

  it('creates the task, follows it through a lost connection, and gives the pull request', async () => {
    const context = createMockActionContext({ input });
    const log = jest.spyOn(context.logger, 'info');
    await createAction().handler(context);

    expect(requests[0]).toEqual({
      method: 'POST',
      path: '/projects/developers/background-tasks',
      body: {
        entityRef: input.entityRef,
        instructions: input.instructions,
        provider: 'script',
        run: input.run,
      },
    });
    const lines = log.mock.calls.map(([line]) => line);
    expect(lines.filter(line => String(line).startsWith('line'))).toEqual([
      'line 1',
      'line 2',
    ]);
    expect(context.output).toHaveBeenCalledWith('prUrl', 'https://pr');
    expect(context.output).toHaveBeenCalledWith(
      'taskUrl',
      'http://portal/background-tasks/developers/upgrade',
    );
  });

  it('fails with the reason of the task', async () => {
    status = 'Failed';
    await expect(
      createAction().handler(createMockActionContext({ input })),
    ).rejects.toThrow(
      'Background task upgrade ended as Failed: Linting failed',
    );
  });

  it('goes on at once where it is not to wait', async () => {
    const context = createMockActionContext({
      input: { ...input, wait: false },
    });
    await createAction().handler(context);
    expect(requests).toHaveLength(1);
    expect(context.output).toHaveBeenCalledWith('status', 'Pending');
  });

  it('creates nothing in a dry run', async () => {
    const context = { ...createMockActionContext({ input }), isDryRun: true };
    await createAction().handler(context);
    expect(requests).toEqual([]);
  });
});
