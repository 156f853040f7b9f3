import { randomBytes } from 'node:crypto';
import { FIELD_MANAGER, isNotFound, type Cluster } from '../clusters';
import type { WritePace } from './WritePace';

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

/** The collection of a kind: of all namespaces, or of one. */
export function collectionOf(kind: Kind, namespace?: string): string {
  const plural =
    kind === 'AgenticSession' ? 'agenticsessions' : 'tasktemplates';
  return namespace
    ? `${ROOT}/namespaces/${namespace}/${plural}`
    : `${ROOT}/${plural}`;
}

/** Our resources in one cluster; writes keep a common pace. */
export class ResourceApi {
  constructor(
    private readonly cluster: Cluster,
    private readonly pace: WritePace,
  ) {}

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
  ): Promise<unknown> {
    await this.pace.turn();
    return this.cluster.json({
      method: 'POST',
      path: `${collectionOf(
        kind,
        metadata.namespace,
      )}?fieldManager=${FIELD_MANAGER}`,
      body: JSON.stringify({ apiVersion: API_VERSION, kind, metadata, spec }),
    });
  }

  /** Merges into a resource. */
  async patch(kind: Kind, place: Place, patch: object): Promise<unknown> {
    return this.merge(at(kind, place), patch);
  }

  /** Merges into the status; lists are replaced. */
  async patchStatus(kind: Kind, place: Place, status: object): Promise<void> {
    await this.merge(`${at(kind, place)}/status`, { status });
  }

  /** Resolves also where it is gone, or is another one of the name by now. */
  async delete(kind: Kind, place: Place, uid: string): Promise<void> {
    await this.pace.turn();
    try {
      await this.cluster.json({
        method: 'DELETE',
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
    await this.pace.turn();
    const { namespace, name, uid } = object;
    const now = new Date().toISOString();
    await this.cluster.json({
      method: 'POST',
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

  private async merge(path: string, patch: object): Promise<unknown> {
    await this.pace.turn();
    return this.cluster.json({
      method: 'PATCH',
      path: `${path}?fieldManager=${FIELD_MANAGER}`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify(patch),
    });
  }
}

function at(kind: Kind, { namespace, name }: Place): string {
  return `${collectionOf(kind, namespace)}/${name}`;
}

/** The precondition on the uid was not met. */
function isOther(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 409;
}
