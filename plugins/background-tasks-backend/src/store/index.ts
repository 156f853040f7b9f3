export type { AuditRecord, AuditStore, StoredAuditRecord } from './AuditStore';
export { DatabaseAuditStore } from './DatabaseAuditStore';
export { DatabaseInsights, startOfPeriod } from './DatabaseInsights';
export type {
  InsightsDimension,
  InsightsFilter,
  InsightsRow,
  InsightsSums,
} from './DatabaseInsights';
export { DatabaseTaskCounts } from './DatabaseTaskCounts';
export type { ActiveTaskCount } from './DatabaseTaskCounts';
export { DatabaseMaintenanceStore } from './DatabaseMaintenanceStore';
export { DatabasePorts } from './DatabasePorts';
export { DatabaseResourceStore } from './DatabaseResourceStore';
export { DatabaseTaskNews } from './DatabaseTaskNews';
export { DatabaseTaskStore } from './DatabaseTaskStore';
export { DatabaseTemplateStore } from './DatabaseTemplateStore';
export type { IdempotentRequest } from './idempotency';
export type {
  ResourceStore,
  RunState,
  StoredResource,
  TaskReader,
} from './ResourceStore';
export type { TemplateStore } from './TemplateStore';
export { MAX_EXACT_TOTAL } from './listTasks';
export type { ListedTask } from './listTasks';
export { DatabaseModelStore } from './DatabaseModelStore';
export type {
  BudgetLimits,
  ModelAccess,
  ModelCall,
  ModelReservation,
  ModelStore,
  Reserved,
  Spent,
} from './ModelStore';
export type { MaintenanceStore, OpenPullRequest } from './MaintenanceStore';
export { positionOf } from './TaskNews';
export type { TaskNews, TaskPosition } from './TaskNews';
export { TaskDocuments } from './TaskDocuments';
export type { TaskDocument } from './TaskDocuments';
export type { TaskCondition, TemplateCondition } from './TaskCondition';
export { LeaseLostError } from './TaskStore';
export type {
  Admission,
  Claim,
  ClaimedTask,
  Committed,
  Refusal,
  RunToken,
  TaskChange,
  TaskCommit,
  TaskFilter,
  TaskPage,
  TaskStore,
  UsageEvent,
  WholeTask,
} from './TaskStore';
