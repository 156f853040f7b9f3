export { BackgroundTasksRouter } from './BackgroundTasksRouter';
