import { createHash } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import type { AuditStore, TaskReader } from '../../../store';
import {
  MAX_NAME_LENGTH,
  type Caller,
  type CreateTask,
  type TaskService,
} from '../../../tasks';
import { INSTANCE_LABEL, isNotFound, type Cluster } from '../clusters';
import { condition } from './presentSession';
import { ResourceApi } from './ResourceApi';
import { parseParameters, type Session } from './resources';
import { APPLIED_BY, appliedTrigger, type Sessions } from './Sessions';
import type { SessionMirror } from './SessionMirror';
import type { WritePace } from './WritePace';

/** What waits for a free place is tried again after this time, beside whenever a task ends. */
const RETRY_MS = 5_000;

const LIMITS = ['concurrentTaskLimit', 'repositoryBusy', 'projectLimit'];

/** For whom what is applied in a namespace is done. */
export type NamespaceOwner = {
  project: string;
  /** A user's entity ref. */
  owner: string | undefined;
  /** The entity refs of the project's members. */
  members: string[];
};

type Options = {
  tasks: Pick<TaskService, 'create'>;
  store: TaskReader;
  audit: Pick<AuditStore, 'add'>;
  sessions: Sessions;
  mirror: SessionMirror;
  /** undefined for a namespace that is no project's. */
  ownerOf: (
    cluster: Cluster,
    namespace: string,
  ) => Promise<NamespaceOwner | undefined>;
  pace: WritePace;
  logger: LoggerService;
};

type Applied = { cluster: Cluster; session: Session };

/** A session that cannot become a task as it is. */
class RefusedError extends Error {
  constructor(readonly reason: string, message: string) {
    super(message);
  }
}

/** Makes tasks of AgenticSessions in mode background that somebody applied by hand. */
export class AppliedSessions {
  /** Those that wait for a place, by uid. */
  private readonly waiting = new Map<string, Applied>();
  /** The generation of those that were told what is wrong. */
  private readonly told = new Map<string, string>();
  private readonly underWay = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: Options) {}

  /** Takes a session in, if it is nobody's yet. */
  async consider(cluster: Cluster, session: Session): Promise<void> {
    const { uid, labels, deletionTimestamp } = session.metadata;
    if (labels[INSTANCE_LABEL] !== undefined || deletionTimestamp) return;
    if (this.underWay.has(uid)) return;
    this.underWay.add(uid);
    try {
      await this.admit({ cluster, session });
    } catch (error) {
      this.options.logger.warn(
        `Taking in the AgenticSession '${
          session.metadata.name
        }' failed: ${stringifyError(error)}`,
      );
      this.wait({ cluster, session });
    } finally {
      this.underWay.delete(uid);
    }
  }

  /** It is gone: nobody waits for it any more. */
  forget(uid: string): void {
    this.waiting.delete(uid);
    this.told.delete(uid);
  }

  /** A task ended: there may be a place now. */
  async retry(): Promise<void> {
    for (const { cluster, session } of [...this.waiting.values()]) {
      await this.consider(cluster, session);
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.waiting.clear();
  }

  private wait(applied: Applied): void {
    this.waiting.set(applied.session.metadata.uid, applied);
    this.timer ??= setInterval(() => {
      this.retry().catch(() => undefined);
    }, RETRY_MS).unref();
  }

  private async admit({ cluster, session }: Applied): Promise<void> {
    const { uid } = session.metadata;
    try {
      const project = await this.create(cluster, session);
      this.forget(uid);
      this.options.logger.info(
        `The AgenticSession '${session.metadata.name}' became a task of project '${project}'`,
      );
    } catch (error) {
      const code = codeOf(error);
      if (LIMITS.includes(code)) {
        this.wait({ cluster, session });
        await this.tell(
          { cluster, session },
          'LimitReached',
          messageOf(error),
          true,
        );
        return;
      }
      const refused =
        error instanceof RefusedError
          ? error.reason
          : isRefusal(error) && 'Invalid';
      if (!refused) throw error;
      this.waiting.delete(uid);
      await this.tell({ cluster, session }, refused, messageOf(error), false);
    }
  }

  private async create(cluster: Cluster, session: Session): Promise<string> {
    const { tasks, store, sessions, mirror, audit } = this.options;
    const { metadata } = session;
    const namespace = await this.options.ownerOf(cluster, metadata.namespace);
    if (!namespace) {
      throw new RefusedError(
        'NoProject',
        `The namespace '${metadata.namespace}' is that of no project of this portal`,
      );
    }
    const { project, owner } = namespace;
    if (owner === undefined) {
      throw new RefusedError(
        'NoOwner',
        `Nobody is named for whom tasks are made here: set 'kubernetes.owner' of project '${project}' in the portal's configuration`,
      );
    }
    const { created, repeated } = await tasks.create(
      project,
      { ...requestOf(session), trigger: appliedTrigger(cluster, session) },
      callerFor(owner, namespace.members),
      {
        key: `agenticsession:${metadata.uid}`,
        requestHash: createHash('sha256').update(metadata.uid).digest('hex'),
      },
    );
    const task = await store.getTaskByUid(created.uid);
    if (!task) throw new Error(`Task '${created.name}' is gone`);
    await sessions.adopt(cluster, session, task);
    mirror.note(task);
    if (!repeated) {
      await audit.add({
        action: 'task-create',
        actor: APPLIED_BY,
        onBehalfOf: owner,
        project,
        task: task.name,
        result: 'success',
        detail: `AgenticSession ${metadata.namespace}/${metadata.name}`,
      });
    }
    return project;
  }

  private async tell(
    { cluster, session }: Applied,
    reason: string,
    message: string,
    waits: boolean,
  ): Promise<void> {
    const { uid, generation } = session.metadata;
    const said = `${generation} ${reason} ${message}`;
    if (this.told.get(uid) === said) return;
    const api = new ResourceApi(cluster, this.options.pace);
    const now = Date.now();
    const of = (type: string, status: 'True' | 'False') =>
      condition(type, status, reason, message, now, generation);
    try {
      await api.patchStatus('AgenticSession', session.metadata, {
        phase: waits ? 'Pending' : null,
        error: waits ? null : message,
        conditions: [
          of('Accepted', 'False'),
          ...(waits ? [of('LimitReached', 'True')] : []),
        ],
      });
      await api.emit('AgenticSession', session.metadata, {
        type: waits ? 'Normal' : 'Warning',
        reason,
        message,
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      this.forget(uid);
      return;
    }
    this.told.set(uid, said);
  }
}

/** @throws RefusedError where it can be no task */
function requestOf({ metadata, spec }: Session): CreateTask {
  if (spec.autoPushOnComplete === false) {
    throw new RefusedError(
      'AutoPushRequired',
      'A background task always pushes what passed its checks: leave autoPushOnComplete out, or set it to true',
    );
  }
  const [repository] = spec.repos;
  if (!repository) {
    throw new RefusedError('Invalid', 'repos must name one repository');
  }
  const parameters = spec.parameters && parseParameters(spec.parameters);
  if (spec.parameters && !parameters) {
    throw new RefusedError(
      'Invalid',
      'The values of parameters must be texts, numbers, or true or false',
    );
  }
  const { input, output } = repository;
  return {
    name: taskNameOf(metadata.name),
    repositoryUrl: input.url.replace(/\.git$/, ''),
    ...(input.branch !== undefined && { branch: input.branch }),
    ...(spec.prompt && { instructions: spec.prompt }),
    ...(spec.templateId && { templateId: spec.templateId }),
    ...(parameters && { parameters }),
    ...(spec.provider && { provider: spec.provider }),
    ...(spec.model && { model: spec.model }),
    ...(spec.run && { run: spec.run }),
    ...(output && {
      output: { ...output, type: output.type ?? 'origin', draft: false },
    }),
    ...(spec.timeout !== undefined && { timeoutSeconds: spec.timeout }),
  };
}

/** Names of resources may be longer than those of tasks, and have dots. */
function taskNameOf(name: string): string {
  return name.replace(/\./g, '-').slice(0, MAX_NAME_LENGTH).replace(/-+$/, '');
}

/** The configuration names the owner for the project: that they belong to it is not asked again. */
function callerFor(owner: string, members: string[]): Caller {
  return {
    principal: {
      userEntityRef: owner,
      claims: [owner],
      memberOf: new Set([owner, ...members]),
      service: { subject: APPLIED_BY },
    },
    access: { may: async () => true, readable: async () => undefined },
  };
}

/** Whether an error says that what was asked for is wrong; others may pass. */
function isRefusal(error: unknown): boolean {
  return (
    isError(error) &&
    [
      'InputError',
      'ConflictError',
      'NotAllowedError',
      'NotFoundError',
    ].includes(error.name)
  );
}

function codeOf(error: unknown): string {
  return isError(error) && typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
