import { mockServices } from '@backstage/backend-test-utils';
import {
  createBackgroundTasksService,
  type BackgroundTasksService,
} from '@background-tasks/plugin-background-tasks-node';
import express, { type Express } from 'express';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Received = {
  method: string;
  path: string;
  key: string | undefined;
  body: unknown;
};

/** The API of the Background Tasks backend over HTTP, as far as the actions use it. */
export class FakeBackend {
  readonly received: Received[] = [];
  /** Names of tasks by the keys that they were made under. */
  readonly made = new Map<string, string>();
  /** Codes of refusals, for the next creates. */
  readonly refusals: string[] = [];
  /** Once it is over, no call is answered with anything else. */
  sessionIsOver = false;
  /** What is true of tasks when they have ended, by their names; otherwise they complete with a pull request. */
  readonly ended = new Map<string, object>();
  /** How many lines the log of a task has. */
  lines = 2;
  /** Called when a task was made, before that is answered: false loses the answer. */
  onMade: () => boolean = () => true;
  /** While true, event streams stay open without an end. */
  running = false;
  private server: Server | undefined;

  async start(): Promise<void> {
    const app = express();
    app.use(express.json());
    app.use((request, response, next) => {
      const { method, path, body } = request;
      const key = request.header('idempotency-key');
      this.received.push({ method, path, body, key });
      if (!this.sessionIsOver) {
        next();
        return;
      }
      response.status(401).json({
        error: { name: 'AuthenticationError', message: 'Invalid token' },
        response: { statusCode: 401 },
      });
    });
    this.serveTasks(app);
    this.serveEvents(app);
    await new Promise<void>(resolve => {
      this.server = app.listen(0, '127.0.0.1', resolve);
    });
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise(resolve => this.server?.close(resolve));
  }

  service(): BackgroundTasksService {
    const address = this.server?.address() as AddressInfo;
    return createBackgroundTasksService({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => `http://127.0.0.1:${address.port}`,
      }),
    });
  }

  /** What was sent to create tasks. */
  creates(): unknown[] {
    return this.received
      .filter(
        ({ method, path }) =>
          method === 'POST' && path.endsWith('/background-tasks'),
      )
      .map(({ body }) => body);
  }

  cancels(): string[] {
    return this.received
      .filter(({ path }) => path.endsWith('/cancel'))
      .map(({ path }) => path);
  }

  private serveTasks(app: Express) {
    app.post('/projects/:project/background-tasks', (request, response) => {
      const code = this.refusals.shift();
      if (code) {
        const message = `refused: ${code}`;
        response.status(409).json({
          error: { name: 'ConflictError', message, code },
          response: { statusCode: 409 },
        });
        return;
      }
      const key = request.header('idempotency-key') ?? '';
      const name = this.made.get(key) ?? `task-${this.made.size + 1}`;
      this.made.set(key, name);
      if (!this.onMade()) {
        request.socket.destroy();
        return;
      }
      response.status(201).json({ name, uid: `uid-${name}` });
    });
    app.get(
      '/projects/:project/background-tasks/:name',
      (request, response) => {
        const { project, name } = request.params;
        response.json({
          project,
          name,
          uid: `uid-${name}`,
          status: 'Completed',
          prUrl: `https://pr/${name}`,
          error: null,
          retriedBy: null,
          ...this.ended.get(name),
        });
      },
    );
    app.post(
      '/projects/:project/background-tasks/:name/cancel',
      (_request, response) => {
        this.running = false;
        response.json({ status: 'Stopped' });
      },
    );
  }

  // The first stream breaks off in the middle; the next one goes on from there to the end.
  private serveEvents(app: Express) {
    app.get(
      '/projects/:project/background-tasks/:name/events',
      (request, response) => {
        const after = Number(request.query.after);
        response.type('text/event-stream');
        const last = after > 0 ? this.lines : this.lines / 2;
        for (let position = after + 1; position <= last; position += 1) {
          const event = {
            position,
            time: new Date(0).toISOString(),
            phase: 'agent',
            type: 'log',
            stream: 'stdout',
            text: `line ${position}`,
          };
          response.write(`data: ${JSON.stringify(event)}\n\n`);
        }
        if (this.running) return;
        if (after > 0) response.write('event: end\ndata: {}\n\n');
        response.end();
      },
    );
  }
}
