export { AuditTrail } from './AuditTrail';
export { successOf } from './successOf';
export type { AuditAction, AuditedActor, AuditedCall } from './AuditTrail';
