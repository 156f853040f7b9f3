export * from './BackgroundTasksApi';
export * from './BackgroundTasksClient';
