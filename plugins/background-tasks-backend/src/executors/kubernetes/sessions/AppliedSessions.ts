import { createHash } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import type { TaskReader } from '../../../store';
import type { TaskService } from '../../../tasks';
import { INSTANCE_LABEL, isNotFound, type Cluster } from '../clusters';
import { callerFor, RefusedError, requestOf } from './appliedRequest';
import { condition } from './presentSession';
import { ResourceApi } from './ResourceApi';
import { isAnswered, type Session } from './resources';
import { appliedTrigger, type Sessions } from './Sessions';
import type { SessionMirror } from './SessionMirror';

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
  store: Pick<TaskReader, 'getTaskByUid'>;
  /** The session of a task was deleted by somebody else. */
  sessionGone: (taskUid: string) => Promise<void>;
  sessions: Pick<Sessions, 'adopt'>;
  mirror: Pick<SessionMirror, 'note'>;
  /** undefined for a namespace that is no project's. */
  ownerOf: (
    cluster: Cluster,
    namespace: string,
  ) => Promise<NamespaceOwner | 'anotherPortal' | undefined>;
  logger: LoggerService;
};

type Applied = { cluster: Cluster; session: Session };

/** Makes tasks of AgenticSessions in mode background that somebody applied by hand. */
export class AppliedSessions {
  /** Those that wait for a place, by uid. */
  private readonly waiting = new Map<string, Applied>();
  /** The generation of those that were told what is wrong. */
  private readonly told = new Map<string, string>();
  /** Those that are looked at just now, with what came of them meanwhile. */
  private readonly underWay = new Map<string, Applied | undefined>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: Options) {}

  /** Takes a session in, if it is nobody's yet. */
  async consider(cluster: Cluster, session: Session): Promise<void> {
    const { uid, labels, deletionTimestamp } = session.metadata;
    if (labels[INSTANCE_LABEL] !== undefined || deletionTimestamp) {
      this.forget(uid);
      return;
    }
    if (this.underWay.has(uid)) {
      this.underWay.set(uid, { cluster, session });
      return;
    }
    this.underWay.set(uid, undefined);
    try {
      await this.admit({ cluster, session });
    } catch (error) {
      this.options.logger.warn(
        `Taking in the AgenticSession '${
          session.metadata.name
        }' failed: ${stringifyError(error)}`,
      );
      this.wait({ cluster, session });
    }
    const newer = this.underWay.get(uid);
    this.underWay.delete(uid);
    const isOther =
      newer?.session.metadata.generation !== session.metadata.generation;
    if (newer && isOther) await this.consider(newer.cluster, newer.session);
  }

  /**
   * Others than these are there no more.
   *
   * @param place - the namespace that was looked into; undefined for the whole cluster
   */
  retain(
    cluster: Cluster,
    place: string | undefined,
    uids: ReadonlySet<string>,
  ): void {
    for (const [uid, waiting] of [...this.waiting]) {
      const { namespace } = waiting.session.metadata;
      const isThere = place === undefined || namespace === place;
      if (waiting.cluster === cluster && isThere && !uids.has(uid)) {
        this.forget(uid);
      }
    }
  }

  /** Another replica takes them in from now on. */
  forgetAll(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.waiting.clear();
    this.told.clear();
  }

  /** It is gone, or somebody's: nobody waits for it any more. */
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

  private wait(applied: Applied): void {
    this.waiting.set(applied.session.metadata.uid, applied);
    this.timer ??= setInterval(() => {
      this.retry().catch(() => undefined);
    }, RETRY_MS).unref();
  }

  private async admit({ cluster, session }: Applied): Promise<void> {
    const { uid, namespace } = session.metadata;
    const owner = await this.options.ownerOf(cluster, namespace);
    if (owner === 'anotherPortal') {
      // What that portal has said of it, or will say, is not ours to write over.
      this.forget(uid);
      return;
    }
    try {
      const project = await this.create(cluster, session, owner);
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
      // A namespace without a label may be a project's of another portal, whose words these then are.
      if (refused === 'NoProject' && isAnswered(session, messageOf(error))) {
        this.forget(uid);
        return;
      }
      this.waiting.delete(uid);
      await this.tell({ cluster, session }, refused, messageOf(error), false);
    }
  }

  private async create(
    cluster: Cluster,
    session: Session,
    namespace: NamespaceOwner | undefined,
  ): Promise<string> {
    const { tasks, store, sessions, mirror } = this.options;
    const { metadata } = session;
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
    const { created } = await tasks.create(
      project,
      {
        ...requestOf(session),
        trigger: appliedTrigger(cluster, session),
        origin: `AgenticSession ${metadata.namespace}/${metadata.name}`,
      },
      callerFor(owner, namespace.members),
      {
        key: `agenticsession:${metadata.uid}`,
        requestHash: createHash('sha256').update(metadata.uid).digest('hex'),
      },
    );
    const task = await store.getTaskByUid(created.uid);
    if (!task) throw new Error(`Task '${created.name}' is gone`);
    try {
      await sessions.adopt(cluster, session, task);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // It was deleted while it was taken in, which stops its task.
      await this.options.sessionGone(task.uid);
      return project;
    }
    mirror.note(task);
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
    const api = new ResourceApi(cluster);
    const now = Date.now();
    const of = (type: string, status: 'True' | 'False') =>
      condition(type, status, reason, message, now, generation);
    try {
      await api.patchStatus('AgenticSession', session.metadata, () => ({
        phase: waits ? 'Pending' : null,
        error: waits ? null : message,
        conditions: [
          of('Accepted', 'False'),
          ...(waits ? [of('LimitReached', 'True')] : []),
        ],
      }));
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
