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
  useBackgroundTasksProjectSettings,
  useCreateTaskTemplate,
  useCreateTaskTemplateFromTask,
  useDeleteTaskTemplate,
  useInsights,
  useTaskTemplate,
  useTaskTemplates,
  useUpdateTaskTemplate,
  BackgroundTasksQueryProvider,
} from './hooks';
export {
  editTemplateRouteRef,
  insightsRouteRef,
  newTaskRouteRef,
  newTemplateRouteRef,
  rootRouteRef,
  settingsRouteRef,
  taskRouteRef,
  templateRouteRef,
  templatesRouteRef,
} from './routes';
export { backgroundTasksTranslationRef } from './translation';
