export { cannotStart, exitOf, memoryText, startText } from './judgeContainer';
export { isRefused } from './judgeWaiting';
export { judgeRun, type RunState, type Verdict } from './judgeRun';
export { RunWatch, type Seen } from './RunWatch';
export {
  conditionOf,
  hasStarted,
  isOver,
  jobViewSchema,
  podViewSchema,
  statusesOf,
  type ContainerStatus,
  type EventView,
  type JobView,
  type PodView,
} from './views';
