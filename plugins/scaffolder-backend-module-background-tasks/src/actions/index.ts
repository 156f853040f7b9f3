export { createBackgroundTaskAction } from './createBackgroundTaskAction';
