export { createBackgroundTaskAction } from './createBackgroundTaskAction';
export { runTaskTemplateAction } from './runTaskTemplateAction';
export { waitForBackgroundTaskAction } from './waitForBackgroundTaskAction';
export type { BackgroundTaskActionOptions } from './types';
