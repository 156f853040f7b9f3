import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { activeTaskStatuses } from '@background-tasks/plugin-background-tasks-common';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { startRelay } from './relay';
import { seed } from './seed';
import { gates, meters, modelDoors } from './shared';

/** How the load generator steers and reads the backend. It listens on the loopback interface alone. */
export const controlPlugin = createBackendPlugin({
  pluginId: 'bench',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const router = PromiseRouter();
        router.use(express.json());
        router.get('/meter', (_request, response) => {
          const { user, system } = process.cpuUsage();
          response.json({
            statements: {
              ours: meters.ours.statements,
              peer: meters.peer.statements,
            },
            cpuMicros: user + system,
            rssBytes: process.memoryUsage.rss(),
          });
        });
        router.get('/active', async (_request, response) => {
          response.json({
            ours: await count('ours', [...activeTaskStatuses]),
            peer: await count('peer', ['open', 'processing']),
          });
        });
        router.get('/stored', async (_request, response) => {
          response.json({
            ours: await rows('ours', 'events'),
            peer: await rows('peer', 'task_events'),
          });
        });
        router.get('/models/:task', (request, response) => {
          response.json(modelDoors.get(request.params.task) ?? null);
        });
        router.post('/relay', async (request, response) => {
          response.json({ url: await startRelay(request.body.target) });
        });
        router.post('/gates/:name', (request, response) => {
          gates.open(request.params.name);
          response.json({});
        });
        router.post('/seed', async (request, response) => {
          await seed(request.body);
          response.json({});
        });
        httpRouter.use(router);
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});

async function count(who: 'ours' | 'peer', statuses: string[]) {
  const row = await meters[who]
    .db('tasks')
    .whereIn('status', statuses)
    .count({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}

async function rows(who: 'ours' | 'peer', table: string) {
  const row = await meters[who].db(table).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}
