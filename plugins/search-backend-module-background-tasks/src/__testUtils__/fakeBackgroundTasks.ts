import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type {
  BackgroundTaskSearchDocument,
  ListSearchDocumentsResponse,
} from '@background-tasks/plugin-background-tasks-common';
import express from 'express';

/** A task of a project, as the backend tells the search of it. */
export function documentOf(
  project: string,
  name: string,
  instructions = 'Upgrade lodash',
): BackgroundTaskSearchDocument {
  return {
    project,
    name,
    instructions,
    status: 'Completed',
    creator: 'user:default/somebody',
    repositoryUrl: 'https://github.example/owner/name',
    entityRef: 'component:default/sample',
    provider: 'script',
    template: null,
    prUrl: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    completedAt: null,
    error: null,
  };
}

/**
 * A Background Tasks backend with these tasks, which it gives one by one. Users are members of the project of their
 * own name.
 */
export function fakeBackgroundTasks(tasks: BackgroundTaskSearchDocument[]) {
  return createBackendPlugin({
    pluginId: 'background-tasks',
    register(env) {
      env.registerInit({
        deps: {
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
        },
        async init({ httpAuth, httpRouter }) {
          const router = express.Router();
          router.get('/search/documents', (request, response, next) => {
            httpAuth
              .credentials(request, { allow: ['service'] })
              .then(() => {
                const from = Number(request.query.cursor ?? 0);
                const page: ListSearchDocumentsResponse = {
                  items: tasks.slice(from, from + 1),
                  nextCursor: from + 1 < tasks.length ? `${from + 1}` : null,
                };
                response.json(page);
              })
              .catch(next);
          });
          router.get('/projects', (request, response, next) => {
            httpAuth
              .credentials(request, { allow: ['user'] })
              .then(({ principal: { userEntityRef } }) =>
                response.json({
                  items: [{ name: userEntityRef.split('/').pop() }],
                  providers: [],
                }),
              )
              .catch(next);
          });
          httpRouter.use(router);
        },
      });
    },
  });
}
