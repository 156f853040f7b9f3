import { createBackend } from '@backstage/backend-defaults';
import { testUsersModule } from '@background-tasks/demo';
import { requestsPlugin } from './requestsPlugin';

const backend = createBackend();
// First, so that it counts from the start.
backend.add(requestsPlugin);
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);
backend.add(import('@background-tasks/plugin-background-tasks-backend'));
backend.add(testUsersModule);
backend.start();
