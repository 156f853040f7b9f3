import { createBackend } from '@backstage/backend-defaults';
import { portalFeatures } from 'backend/features';
import { testUsersModule } from './testUsers';

const backend = createBackend();
backend.add(portalFeatures);
backend.add(testUsersModule);
backend.start();
