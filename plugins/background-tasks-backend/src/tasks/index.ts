export { describeProviders } from './describeProviders';
export { describeSettings } from './describeSettings';
export { readCursor, writeCursor } from './cursor';
export { withCode } from './errors';
export { MAX_NAME_LENGTH, namePattern } from './names';
export {
  currentPhaseOf,
  TransitionRefusedError,
  type Transition,
} from './stateMachine';
export type { NewTask, Run, RunResult, Task, TaskLimits } from './Task';
export { invalid } from './invalid';
export { RepositoryChecker } from './RepositoryChecker';
export { TaskObjects } from './TaskObjects';
export { TaskService } from './TaskService';
export type { CreatedTask, CreateTask, RequestKey } from './CreateTask';
export type { Caller, FindTasks, ListTasks } from './TaskService';
