import {
  INSTANCE_LABEL,
  isConflict,
  isNotFound,
  type Cluster,
} from '../clusters';
import type { Task } from '../../../tasks';
import type { ResourceStore, StoredResource, TaskReader } from '../../../store';
import type { Tenancy } from '../tenancy';
import { CREATOR_ANNOTATION, sessionLabels, UID_ANNOTATION } from './labels';
import { sessionSpecOf } from './presentSession';
import { ResourceApi, type ResourceEvent } from './ResourceApi';
import { parseSession, type Session } from './resources';

/** A session that owns what runs for its task. */
export type SessionRef = { name: string; namespace: string; uid: string };

/** The session of a task was deleted: nothing more may run for it. */
export class SessionGoneError extends Error {
  constructor() {
    super('The AgenticSession of the task was deleted');
    this.name = 'SessionGoneError';
  }
}

const APPLIED = /^AgenticSession ([^/]+)\/([^/]+)\/([^/]+) \(([^)]+)\)$/;

/** The service in whose name tasks are made of what was applied by hand; no caller of the API can be it. */
export const APPLIED_BY = 'kubernetes';

/** What the trigger of a task says that was applied by hand: its session is there before the task is. */
export function appliedTrigger(cluster: Cluster, session: Session) {
  const { namespace, name, uid } = session.metadata;
  return {
    kind: 'api' as const,
    ref: `AgenticSession ${cluster.name}/${namespace}/${name} (${uid})`,
  };
}

type Options = {
  store: TaskReader;
  resources: ResourceStore;
  tenancy: Pick<Tenancy, 'ensureNamespace' | 'forget'>;
};

/** The sessions of tasks: one each, made once. */
export class Sessions {
  private readonly underWay = new Map<string, Promise<SessionRef>>();

  constructor(private readonly options: Options) {}

  /**
   * The session of a task, which is made where there is none yet.
   *
   * @throws SessionGoneError where there was one
   */
  async ensure(
    cluster: Cluster,
    { taskUid }: { taskUid: string },
  ): Promise<SessionRef> {
    const underWay = this.underWay.get(taskUid);
    if (underWay) return underWay;
    const ensuring = this.find(cluster, taskUid).finally(() =>
      this.underWay.delete(taskUid),
    );
    this.underWay.set(taskUid, ensuring);
    return ensuring;
  }

  /** Emits an event on the session of a task, such as what keeps its Pod from starting. */
  async emit(
    cluster: Cluster,
    session: SessionRef,
    event: ResourceEvent,
  ): Promise<void> {
    await this.api(cluster).emit('AgenticSession', session, event);
  }

  /** Marks a session that was applied by hand as ours. */
  async adopt(cluster: Cluster, session: Session, task: Task): Promise<void> {
    await this.remember(cluster, task, session);
    await this.api(cluster).patch('AgenticSession', session.metadata, {
      metadata: {
        labels: sessionLabels(cluster.instance, task),
        annotations: annotationsOf(task),
      },
    });
  }

  private async find(cluster: Cluster, taskUid: string): Promise<SessionRef> {
    const { resources, store } = this.options;
    const known = await resources.get('session', taskUid);
    if (known?.gone) throw new SessionGoneError();
    if (known) return refOf(known);
    const task = await store.getTaskByUid(taskUid);
    if (!task) throw new SessionGoneError();
    const applied =
      task.onBehalfOf === APPLIED_BY
        ? APPLIED.exec(task.trigger.ref ?? '')
        : null;
    if (applied && applied[1] === cluster.name) {
      const [, , namespace, name, uid] = applied;
      const session = await this.read(cluster, { namespace, name });
      if (session?.metadata.uid !== uid) throw new SessionGoneError();
      return this.remember(cluster, task, session);
    }
    try {
      return await this.make(cluster, task);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    // The namespace was there a moment ago, and somebody has deleted it.
    this.options.tenancy.forget(cluster, task.project);
    return this.make(cluster, task);
  }

  private async make(cluster: Cluster, task: Task): Promise<SessionRef> {
    const namespace = await this.options.tenancy.ensureNamespace(
      cluster,
      task.project,
    );
    const place = { namespace, name: `${task.name}-${task.uid.slice(0, 8)}` };
    try {
      const made = parseSession(
        await this.api(cluster).create(
          'AgenticSession',
          {
            ...place,
            labels: sessionLabels(cluster.instance, task),
            annotations: annotationsOf(task),
          },
          sessionSpecOf(task),
          // The run's objects wait for it.
          'start',
        ),
      );
      if (made) return await this.remember(cluster, task, made);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    // Another replica was quicker, or we were and did not live to remember it.
    const there = await this.read(cluster, place);
    const ours =
      there?.metadata.labels[INSTANCE_LABEL] === cluster.instance &&
      there.metadata.annotations[UID_ANNOTATION] === task.uid;
    if (!ours) {
      throw new Error(
        `The AgenticSession '${place.name}' in namespace '${namespace}' is somebody else's: delete it, and retry the task`,
      );
    }
    return this.remember(cluster, task, there);
  }

  private async remember(
    cluster: Cluster,
    task: Task,
    { metadata }: Session,
  ): Promise<SessionRef> {
    const { namespace, name, uid } = metadata;
    await this.options.resources.put({
      kind: 'session',
      ownerUid: task.uid,
      cluster: cluster.name,
      namespace,
      name,
      uid,
      specHash: null,
      synced: false,
      gone: false,
    });
    return { namespace, name, uid };
  }

  private async read(
    cluster: Cluster,
    place: { namespace: string; name: string },
  ): Promise<Session | undefined> {
    return parseSession(await this.api(cluster).get('AgenticSession', place));
  }

  private api(cluster: Cluster): ResourceApi {
    return new ResourceApi(cluster);
  }
}

function refOf({ namespace, name, uid }: StoredResource): SessionRef {
  return { namespace, name, uid };
}

function annotationsOf(task: Task): Record<string, string> {
  return {
    [CREATOR_ANNOTATION]: task.creator,
    [UID_ANNOTATION]: task.uid,
  };
}
