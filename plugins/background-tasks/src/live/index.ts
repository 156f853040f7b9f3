export { applyEvents } from './applyEvents';
export { withoutAnsi } from './readLogLine';
export { TaskEventLog } from './TaskEventLog';
export type {
  Activity,
  AgentEvent,
  ConnectionState,
  ListSnapshot,
  LogLevel,
  LogLine,
  PhaseStarts,
  TaskEventSnapshot,
} from './types';
export { useTaskEvents } from './useTaskEvents';
