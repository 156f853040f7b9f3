export * from './BackgroundTaskTemplatesApi';
export * from './BackgroundTasksApi';
export * from './BackgroundTasksOverviewApi';
export * from './BackgroundTasksClient';
