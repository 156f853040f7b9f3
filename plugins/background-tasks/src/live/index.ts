export { applyEvents } from './applyEvents';
export { followTask } from './followTask';
export { TaskEventLog } from './TaskEventLog';
export type { ConnectionState, LogLine, TaskEventSnapshot } from './types';
export { useTaskEvents } from './useTaskEvents';
