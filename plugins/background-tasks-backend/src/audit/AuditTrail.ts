import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';
import type { AuditRecord, AuditStore } from '../store';

/** What can be done to tasks and templates by callers. */
export type AuditAction =
  | 'task-create'
  | 'task-create-replay'
  | 'task-cancel'
  | 'task-retry'
  | 'template-create'
  | 'template-update'
  | 'template-delete';

/** Who called, as far as it is known before anything is checked. */
export type AuditedActor = Pick<AuditRecord, 'actor' | 'onBehalfOf'>;

/** A call that changes something. */
export type AuditedCall<C, T> = {
  action: AuditAction;
  project: string;
  /** The name of the task that is changed. */
  task?: string;
  /** The name of the template that is changed. */
  template?: string;
  /** The request, where the call came as one. */
  request?: Request;
  /** Who calls; undefined where nobody could be made out. */
  actor: () => Promise<AuditedActor | undefined>;
  /** The caller, once identity and permissions have been checked. */
  caller: () => Promise<C>;
  /** The name of the task that the call made. */
  taskOf?: (result: T) => string;
  /** Another action, where the call changed nothing and came to that instead. */
  insteadOf?: (result: T) => AuditAction | undefined;
};

/**
 * Tells who did what when: to Backstage's auditor, and to the history that the API serves. What was changed is in the
 * history by the transaction that changed it; here the rest is added: refusals, and what came to nothing new.
 */
export class AuditTrail {
  constructor(
    private readonly options: {
      auditor: AuditorService;
      store: AuditStore;
      logger: LoggerService;
    },
  ) {}

  /** Does the work and tells what came of it: refusals too, but for callers that nobody knows. */
  async record<C, T>(
    call: AuditedCall<C, T>,
    work: (caller: C) => Promise<T>,
  ): Promise<T> {
    const event = await this.options.auditor.createEvent({
      eventId: call.action,
      request: call.request,
      severityLevel: 'medium',
      meta: metaOf(call),
    });
    try {
      const result = await work(await call.caller());
      const task = call.taskOf?.(result);
      const action = call.insteadOf?.(result);
      if (action) {
        await this.add(
          { ...call, action },
          { result: 'success', task: task ?? call.task ?? null, detail: null },
        );
      }
      await event.success({
        meta: {
          ...(task !== undefined && { task }),
          ...(action && { action }),
        },
      });
      return result;
    } catch (error) {
      await this.add(call, {
        result: 'failure',
        task: call.task ?? null,
        detail: [codeOf(error), call.template].filter(Boolean).join(': '),
      });
      await event.fail({ error: asError(error) });
      throw error;
    }
  }

  /** What was done cannot be undone because its record failed: the log and the auditor still tell of it. */
  private async add<C, T>(
    call: AuditedCall<C, T>,
    outcome: Pick<AuditRecord, 'result' | 'task' | 'detail'>,
  ): Promise<void> {
    const { action, project } = call;
    try {
      const actor = await call.actor();
      if (!actor) return;
      await this.options.store.add({ action, project, ...actor, ...outcome });
    } catch (error) {
      this.options.logger.error(
        `The history lacks an entry: '${action}' in project '${project}'`,
        asError(error),
      );
    }
  }
}

function metaOf(call: {
  project: string;
  task?: string;
  template?: string;
}): JsonObject {
  const { project, task, template } = call;
  return {
    project,
    ...(task && { name: task }),
    ...(template && { template }),
  };
}

/** The stable code of a refusal, else the kind of the error: never its words, which may quote what was sent. */
function codeOf(error: unknown): string {
  if (!isError(error)) return 'Error';
  const { code } = error;
  return typeof code === 'string' && /^[a-z][A-Za-z]+$/.test(code)
    ? code
    : error.name;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
