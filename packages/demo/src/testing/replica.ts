import { createBackend } from '@backstage/backend-defaults';
import { apiFeatures } from 'backend/features';
import { testUsersModule } from './testUsers';

const backend = createBackend();
backend.add(apiFeatures);
backend.add(testUsersModule);
backend.start();
