export type { AuditRecord, AuditStore, StoredAuditRecord } from './AuditStore';
export { DatabaseAuditStore } from './DatabaseAuditStore';
export { DatabaseTaskStore } from './DatabaseTaskStore';
export { MAX_EXACT_TOTAL } from './listTasks';
export type { ListedTask } from './listTasks';
export type { TaskCondition } from './TaskCondition';
export { LeaseLostError } from './TaskStore';
export type {
  Claim,
  Committed,
  Refusal,
  TaskCommit,
  TaskFilter,
  TaskPage,
  TaskStore,
} from './TaskStore';
