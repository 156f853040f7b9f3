export { createApiRouter } from './createApiRouter';
