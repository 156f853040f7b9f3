export { BackgroundTasksQueryProvider } from './BackgroundTasksQueryProvider';
export { useBackgroundTask } from './useBackgroundTask';
export { useBackgroundTaskDiff } from './useBackgroundTaskDiff';
export { useBackgroundTasks } from './useBackgroundTasks';
export { useBackgroundTasksProjects } from './useBackgroundTasksProjects';
export { useCancelBackgroundTask } from './useCancelBackgroundTask';
export { useCreateBackgroundTask } from './useCreateBackgroundTask';
export { useRetryBackgroundTask } from './useRetryBackgroundTask';
