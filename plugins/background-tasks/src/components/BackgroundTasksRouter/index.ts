export { BackgroundTasksRouter } from './BackgroundTasksRouter';
export { PluginPages } from './PluginPages';
