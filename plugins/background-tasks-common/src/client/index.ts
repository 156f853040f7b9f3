export * from './BackgroundTaskTemplatesApi';
export * from './BackgroundTasksApi';
export * from './BackgroundTasksClient';
