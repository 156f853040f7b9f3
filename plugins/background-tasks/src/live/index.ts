export { applyEvents } from './applyEvents';
export { followTask } from './followTask';
export { TaskEventLog } from './TaskEventLog';
export type {
  Activity,
  AgentEvent,
  ConnectionState,
  LogLine,
  TaskEventSnapshot,
  Usage,
} from './types';
export { useTaskEvents } from './useTaskEvents';
