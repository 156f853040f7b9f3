import { randomBytes } from 'node:crypto';
import {
  collectionIn,
  FIELD_MANAGER,
  isNotFound,
  type Cluster,
  type WritePriority,
} from '../clusters';

export const API_VERSION = 'vteam.ambient-code/v1alpha1';
const ROOT = `/apis/${API_VERSION}`;
const COMPONENT = 'background-tasks';

/** Which of our kinds. */
export type Kind = 'AgenticSession' | 'TaskTemplate';

/** Where one is. */
export type Place = { namespace: string; name: string };

/** What an event says of a resource. */
export type ResourceEvent = {
  type: 'Normal' | 'Warning';
  /** In one word. */
  reason: string;
  message: string;
};

/** Kubernetes takes up to 1 KB. */
const MAX_MESSAGE = 1_000;

const plurals: Record<Kind, string> = {
  AgenticSession: 'agenticsessions',
  TaskTemplate: 'tasktemplates',
};

/** The collection of a kind. */
export function collectionOf(kind: Kind): { root: string; plural: string } {
  return { root: ROOT, plural: plurals[kind] };
}

/** Our resources in one cluster. What is written here only tells of tasks, and goes after what starts and stops them. */
export class ResourceApi {
  constructor(private readonly cluster: Cluster) {}

  async get(kind: Kind, place: Place): Promise<unknown> {
    try {
      return await this.cluster.json({ method: 'GET', path: at(kind, place) });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** @returns undefined where there is one of the name */
  async create(
    kind: Kind,
    metadata: Place & {
      labels: Record<string, string>;
      annotations: Record<string, string>;
    },
    spec: object,
    priority: WritePriority = 'mirror',
  ): Promise<unknown> {
    const collection = collectionIn(collectionOf(kind), metadata.namespace);
    return this.cluster.json({
      method: 'POST',
      priority,
      path: `${collection}?fieldManager=${FIELD_MANAGER}`,
      body: JSON.stringify({ apiVersion: API_VERSION, kind, metadata, spec }),
    });
  }

  /** Merges into a resource. */
  async patch(kind: Kind, place: Place, patch: object): Promise<unknown> {
    return this.merge(at(kind, place), () => patch);
  }

  /**
   * Merges into the status; lists are replaced.
   *
   * @param status - asked for when it is this write's turn, so that it is as it is then
   */
  async patchStatus(
    kind: Kind,
    place: Place,
    status: () => object,
  ): Promise<void> {
    await this.merge(`${at(kind, place)}/status`, () => ({
      status: status(),
    }));
  }

  /** Resolves also where it is gone, or is another one of the name by now. */
  async delete(kind: Kind, place: Place, uid: string): Promise<void> {
    try {
      await this.cluster.json({
        method: 'DELETE',
        priority: 'mirror',
        path: at(kind, place),
        body: JSON.stringify({
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid },
          propagationPolicy: 'Background',
        }),
      });
    } catch (error) {
      if (!isNotFound(error) && !isOther(error)) throw error;
    }
  }

  /** Emits an event on a resource, which `kubectl describe` shows. */
  async emit(
    kind: Kind,
    object: Place & { uid: string },
    { type, reason, message }: ResourceEvent,
  ): Promise<void> {
    const { namespace, name, uid } = object;
    const now = new Date().toISOString();
    await this.cluster.json({
      method: 'POST',
      priority: 'mirror',
      path: `/api/v1/namespaces/${namespace}/events`,
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Event',
        metadata: {
          namespace,
          name: `${name}.${randomBytes(8).toString('hex')}`,
        },
        involvedObject: { apiVersion: API_VERSION, kind, namespace, name, uid },
        type,
        reason,
        message: message.slice(0, MAX_MESSAGE),
        source: { component: COMPONENT },
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
        reportingComponent: COMPONENT,
        reportingInstance: this.cluster.instance,
      }),
    });
  }

  private async merge(path: string, patch: () => object): Promise<unknown> {
    return this.cluster.json({
      method: 'PATCH',
      priority: 'mirror',
      path: `${path}?fieldManager=${FIELD_MANAGER}`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: () => JSON.stringify(patch()),
    });
  }
}

function at(kind: Kind, { namespace, name }: Place): string {
  return `${collectionIn(collectionOf(kind), namespace)}/${name}`;
}

/** The precondition on the uid was not met. */
function isOther(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 409;
}
