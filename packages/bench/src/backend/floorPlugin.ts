import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import PromiseRouter from 'express-promise-router';

/** The least that a route of this platform can do: know its caller, and ask its database once. */
export const floorPlugin = createBackendPlugin({
  pluginId: 'floor',
  register(env) {
    env.registerInit({
      deps: {
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ database, httpAuth, httpRouter }) {
        const db = await database.getClient();
        const router = PromiseRouter();
        router.get('/one', async (request, response) => {
          await httpAuth.credentials(request, { allow: ['user'] });
          await db.raw('select 1');
          response.json({ ok: true });
        });
        httpRouter.use(router);
      },
    });
  },
});
