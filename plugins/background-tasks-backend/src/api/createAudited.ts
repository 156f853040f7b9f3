import type { TracingService } from '@backstage/backend-plugin-api/alpha';
import type { Request } from 'express';
import type { AuditAction, AuditTrail } from '../audit';
import type { Caller } from '../tasks';
import { traceRequest } from '../telemetry';
import type { Action, Callers } from './Callers';

/** A request that changes something. */
export type AuditedRequest<T> = {
  /** What goes into the history. */
  action: AuditAction;
  /** What the caller must be allowed. */
  needs: Action;
  project: string;
  /** The name of the task that is changed. */
  task?: string;
  /** The name of the template that is changed. */
  template?: string;
  /** The name of the task that the request made. */
  taskOf?: (result: T) => string;
  /** What goes into the history where the request changed nothing. */
  insteadOf?: (result: T) => AuditAction | undefined;
};

/** Carries a request out for its caller, and records what came of it. */
export type Audited = <T>(
  request: Request,
  options: AuditedRequest<T>,
  work: (caller: Caller) => Promise<T>,
) => Promise<T>;

/** Binds the history to callers of the HTTP API. */
export function createAudited(deps: {
  audit: AuditTrail;
  callers: Callers;
  tracing: TracingService;
}): Audited {
  const { audit, callers, tracing } = deps;
  return (request, { needs, ...call }, work) =>
    traceRequest(
      { tracing, request, name: call.action, project: call.project },
      () =>
        audit.record(
          {
            ...call,
            request,
            actor: () => callers.actorOf(request),
            caller: () => callers.of(request, needs),
          },
          work,
        ),
    );
}
