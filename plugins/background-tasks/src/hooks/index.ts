export { BackgroundTasksQueryProvider } from './BackgroundTasksQueryProvider';
export { useBackgroundTask } from './useBackgroundTask';
export { useBackgroundTaskCounts } from './useBackgroundTaskCounts';
export { useBackgroundTaskDiff } from './useBackgroundTaskDiff';
export { useBackgroundTasks } from './useBackgroundTasks';
export { useBackgroundTasksProjects } from './useBackgroundTasksProjects';
export { useCancelBackgroundTask } from './useCancelBackgroundTask';
export {
  useCancelBackgroundTasks,
  type CancelResult,
} from './useCancelBackgroundTasks';
export { useCreateBackgroundTask } from './useCreateBackgroundTask';
export { useRetryBackgroundTask } from './useRetryBackgroundTask';
export { useBackgroundTasksProjectSettings } from './useBackgroundTasksProjectSettings';
export { useEntityCheck } from './useEntityCheck';
export { useInsights } from './useInsights';
export { useTaskTemplate } from './useTaskTemplate';
export {
  useCreateTaskTemplate,
  useCreateTaskTemplateFromTask,
  useDeleteTaskTemplate,
  useUpdateTaskTemplate,
} from './useTaskTemplateChanges';
export { useTaskTemplates } from './useTaskTemplates';
