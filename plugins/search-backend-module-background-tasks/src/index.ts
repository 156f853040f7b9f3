export { searchModuleBackgroundTasks as default } from './module';
