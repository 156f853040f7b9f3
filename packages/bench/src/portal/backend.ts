import { createBackend } from '@backstage/backend-defaults';
import { testUsersModule } from '@background-tasks/demo';
import { portalFeatures } from 'backend/features';
import { controlPlugin } from '../backend/controlPlugin';
import { oursModule } from '../backend/oursModule';
import { peerModule } from '../backend/peerModule';

const backend = createBackend();
backend.add(portalFeatures);
backend.add(testUsersModule);
backend.add(controlPlugin);
backend.add(oursModule);
backend.add(peerModule);
backend.start();
