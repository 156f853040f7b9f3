export { withCode } from './errors';
export { MAX_NAME_LENGTH, namePattern } from './names';
export {
  currentPhaseOf,
  TransitionRefusedError,
  type Transition,
} from './stateMachine';
export type { NewTask, Run, RunResult, Task, TaskLimits } from './Task';
export { TaskService, invalid } from './TaskService';
export type { Caller, CreateTask } from './TaskService';
