export { AuditTrail } from './AuditTrail';
export type { AuditAction, AuditedActor, AuditedCall } from './AuditTrail';
