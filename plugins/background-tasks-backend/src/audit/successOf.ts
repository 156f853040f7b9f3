import type { Principal } from '../permissions';
import type { AuditRecord } from '../store';
import type { AuditAction } from './AuditTrail';

/** The record of what was done for somebody, to be stored with it. */
export function successOf(
  action: AuditAction,
  { service, userEntityRef }: Pick<Principal, 'service' | 'userEntityRef'>,
  of: Pick<AuditRecord, 'project'> &
    Partial<Pick<AuditRecord, 'task' | 'detail'>>,
): AuditRecord {
  return {
    action,
    actor: service?.subject ?? userEntityRef,
    onBehalfOf: service ? userEntityRef : null,
    project: of.project,
    task: of.task ?? null,
    detail: of.detail ?? null,
    result: 'success',
  };
}
