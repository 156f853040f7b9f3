export { DatabaseTaskStore } from './DatabaseTaskStore';
export { LeaseLostError } from './TaskStore';
export type {
  Claim,
  Committed,
  Refusal,
  TaskCommit,
  TaskFilter,
  TaskStore,
} from './TaskStore';
