import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import PromiseRouter from 'express-promise-router';
import { nameOfRequest } from './RequestCounts';

/** Where the API server is whose requests are counted: `host:port`. */
export const API_SERVER_VARIABLE = 'BENCH_API_SERVER';

/** Counts what this process sends to the API server, below whatever sends it. */
export const requestsPlugin = createBackendPlugin({
  pluginId: 'bench',
  register(env) {
    const counts = new Map<string, number>();
    const server = process.env[API_SERVER_VARIABLE];
    subscribe('http.client.request.start', message => {
      const request = requestIn(message);
      if (!request || request.getHeader('host') !== server) return;
      const name = nameOfRequest(request.method, request.path);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    });
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const router = PromiseRouter();
        router.get('/requests', (_request, response) => {
          response.json(Object.fromEntries(counts));
        });
        router.get('/memory', (_request, response) => {
          const { heapUsed, rss } = process.memoryUsage();
          response.json({ heapUsed, rss });
        });
        httpRouter.use(router);
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});

function requestIn(message: unknown): ClientRequest | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if (!('request' in message)) return undefined;
  return message.request instanceof ClientRequest ? message.request : undefined;
}
