/**
 * The scaffolder's actions for Background Tasks.
 *
 * @packageDocumentation
 */
export { createBackgroundTaskAction } from './actions';
export { scaffolderModuleBackgroundTasks as default } from './module';
