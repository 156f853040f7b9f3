import { createServer, Server } from 'node:http';
import express from 'express';
import type { ErrorRequestHandler } from 'express';
import { createApiRouter } from './apis';
import { Faults } from './faults';
import { RequestLog } from './RequestLog';
import { readyScenarios, sideCalls } from './scenarios';
import type { DevModels, DevModelsOptions } from './types';

const HOST = '127.0.0.1';

/** A body that cannot be read, and whatever else was not expected. */
const refuse: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const status = Number(error?.status) || 500;
  res.status(status).json({ error: { message: String(error?.message) } });
};

/**
 * Starts a server that plays a model's provider by scenarios, for demonstrations and tests only.
 *
 * @throws Error if the port is taken, or the key is empty
 */
export async function startDevModels(
  options: DevModelsOptions,
): Promise<DevModels> {
  const { apiKey, scenarios = readyScenarios } = options;
  if (apiKey === '') throw new Error('The key is empty');
  const faults = new Faults();
  const log = new RequestLog(apiKey);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(log.middleware);
  app.use(
    express.json({
      limit: '64mb',
      type: () => true,
      verify: (req, _res, body) => log.noteBody(req, body.toString('utf8')),
    }),
  );
  app.use(
    createApiRouter({
      apiKey,
      faults,
      log,
      scenarios: [sideCalls, ...scenarios],
    }),
  );
  app.use(refuse);

  const server = createServer(app);
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://${HOST}:${port}`,
    port,
    faults,
    requests: () => log.entries(),
    clearRequests: () => log.clear(),
    close: async () => {
      const closed = new Promise<void>(resolve => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
