import type { AuditAction } from '../../../audit';
import type { AuditRecord } from '../../../store';
import { APPLIED_BY } from './Sessions';

/** The record of what was done in the cluster. By whom, the cluster's own audit log tells. */
export function appliedRecord(
  action: AuditAction,
  of: Pick<AuditRecord, 'project' | 'detail'> &
    Partial<Pick<AuditRecord, 'task' | 'onBehalfOf'>>,
): AuditRecord {
  return {
    action,
    actor: APPLIED_BY,
    onBehalfOf: null,
    task: null,
    ...of,
    result: 'success',
  };
}
