/**
 * The scaffolder's actions for Background Tasks.
 *
 * @packageDocumentation
 */
export {
  createBackgroundTaskAction,
  runTaskTemplateAction,
  waitForBackgroundTaskAction,
  type BackgroundTaskActionOptions,
} from './actions';
export { scaffolderModuleBackgroundTasks as default } from './module';
