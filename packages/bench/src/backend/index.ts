import { createBackend } from '@backstage/backend-defaults';
import { testUsersModule } from '@background-tasks/demo';
import { controlPlugin } from './controlPlugin';
import { floorPlugin } from './floorPlugin';
import { oursModule } from './oursModule';
import { peerModule } from './peerModule';

const backend = createBackend();
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@background-tasks/plugin-background-tasks-backend'));
backend.add(testUsersModule);
backend.add(floorPlugin);
backend.add(controlPlugin);
backend.add(oursModule);
backend.add(peerModule);
backend.start();
