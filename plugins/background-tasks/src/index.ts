/**
 * The pages of Background Tasks in the developer portal.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { backgroundTasksApiRef } from './api';
export {
  useBackgroundTask,
  useBackgroundTasks,
  useCancelBackgroundTask,
  useCreateBackgroundTask,
  useRetryBackgroundTask,
  BackgroundTasksQueryProvider,
} from './hooks';
export { rootRouteRef, newTaskRouteRef, taskRouteRef } from './routes';
