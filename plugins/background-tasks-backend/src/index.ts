/**
 * The backend of Background Tasks.
 *
 * @packageDocumentation
 */
export { backgroundTasksPlugin as default } from './plugin';
