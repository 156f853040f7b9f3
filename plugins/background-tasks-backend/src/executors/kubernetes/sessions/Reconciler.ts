import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { ResourceStore, StoredResource } from '../../../store';
import { INSTANCE_LABEL, statusOf, type Cluster } from '../clusters';
import { ReachWatch, type WatchEvent } from '../watch';
import type { AppliedSessions } from './AppliedSessions';
import { UID_ANNOTATION } from './labels';
import { deleteOrphans } from './Orphans';
import { collectionOf, ResourceApi } from './ResourceApi';
import {
  parseSession,
  parseTemplate,
  type Session,
  type TemplateResource,
} from './resources';
import type { SessionMirror } from './SessionMirror';
import type { TemplateMirror } from './TemplateMirror';

const LEASE = 'kubernetes';
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
const SWEEP_MS = 3 * 60_000;
/** What was made just now may be on its way. */
const SETTLED_MS = 10_000;
/** Rows in one step of a sweep. */
const SLICE = 200;

type Options = {
  clusters: Cluster[];
  clusterNamed: (name: string) => Cluster | undefined;
  resources: ResourceStore;
  mirror: Pick<SessionMirror, 'changed'>;
  applied: Pick<
    AppliedSessions,
    'consider' | 'retain' | 'forget' | 'forgetAll'
  >;
  templates: Pick<TemplateMirror, 'listed' | 'seen' | 'deleted'>;
  /** The session of a task was deleted by somebody else. */
  sessionGone: (taskUid: string) => Promise<void>;
  /** How long sessions of ended tasks are kept, in ms. */
  retentionMs: number;
  /** Looks for namespaces of projects that are gone. */
  sweepNamespaces: (cluster: Cluster) => Promise<void>;
  logger: LoggerService;
};

/**
 * Follows what others do to our resources, and finds what was left behind. Of several replicas one does it, whoever
 * holds the lease.
 */
export class Reconciler {
  private readonly owner = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private sweepTimer: NodeJS.Timeout | undefined;
  private watches: { stop(): Promise<void> }[] = [];
  private leading = false;
  /** When the lease was had for the last time, in ms since 1970. */
  private leasedAt = 0;
  private renewing: Promise<void> | undefined;
  private sweeping: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly options: Options) {}

  start(): void {
    this.timer = setInterval(() => this.renewSoon(), RENEW_MS).unref();
    this.renewSoon();
  }

  async stop(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.renewing;
    await this.unfollow();
    await this.sweeping;
    await this.options.resources
      .unlease(LEASE, this.owner)
      .catch(() => undefined);
  }

  /** Puts right whatever differs; what cannot be put right now keeps nothing else from it. */
  async sweep(): Promise<void> {
    const { resources, mirror, clusters } = this.options;
    for (const uid of await resources.unmirrored(SETTLED_MS)) {
      mirror.changed(uid);
    }
    for (const uid of await resources.unsynced(SLICE)) mirror.changed(uid);
    await this.deleteExpired();
    for (const cluster of clusters) {
      await this.attempt(() => this.options.sweepNamespaces(cluster));
      await this.attempt(async () => {
        await deleteOrphans(cluster, this.options);
      });
    }
  }

  private renewSoon(): void {
    this.renewing ??= this.renew().finally(() => {
      this.renewing = undefined;
    });
  }

  private async renew(): Promise<void> {
    const { resources, logger } = this.options;
    try {
      const asked = Date.now();
      const leads = await resources.lease(LEASE, this.owner, LEASE_MS);
      if (leads) this.leasedAt = asked;
      if (leads === this.leading || this.closed) return;
      if (leads) this.follow();
      else await this.unfollow();
    } catch (error) {
      logger.warn(
        `Renewing the lease on Kubernetes resources failed: ${stringifyError(
          error,
        )}`,
      );
      // By now another replica may have it.
      const isOver = Date.now() - this.leasedAt > LEASE_MS;
      if (this.leading && isOver) await this.unfollow();
    }
  }

  private follow(): void {
    this.leading = true;
    const { clusters, logger } = this.options;
    for (const cluster of clusters) {
      this.watch(
        new ReachWatch<Session>({
          cluster,
          collection: collectionOf('AgenticSession'),
          parse: parseSession,
          onList: (sessions, place) =>
            this.run(() => this.listed(cluster, sessions, place)),
          onEvent: event => this.run(() => this.seen(cluster, event)),
          logger,
        }),
      );
      this.watch(
        new ReachWatch<TemplateResource>({
          cluster,
          collection: collectionOf('TaskTemplate'),
          parse: parseTemplate,
          onList: (found, place) =>
            this.options.templates.listed(cluster, found, place),
          onEvent: ({ type, object }) =>
            type === 'DELETED'
              ? this.options.templates.deleted(cluster, object)
              : this.options.templates.seen(cluster, object),
          logger,
        }),
      );
    }
    this.sweepTimer = setInterval(() => this.sweepSoon(), SWEEP_MS).unref();
    this.sweepSoon();
  }

  private async unfollow(): Promise<void> {
    this.leading = false;
    clearInterval(this.sweepTimer);
    const watches = this.watches;
    this.watches = [];
    await Promise.all(watches.map(watch => watch.stop()));
    this.options.applied.forgetAll();
  }

  private watch<T>(watch: ReachWatch<T>): void {
    this.watches.push(watch);
    watch.start();
  }

  private sweepSoon(): void {
    this.sweeping ??= this.sweep()
      .catch(error => this.warn(error))
      .finally(() => {
        this.sweeping = undefined;
      });
  }

  /** @param place - the namespace that was listed, or undefined for the whole cluster */
  private async listed(
    cluster: Cluster,
    sessions: Session[],
    place: string | undefined,
  ): Promise<void> {
    const { resources, applied, sessionGone } = this.options;
    const there = new Set(sessions.map(({ metadata }) => metadata.uid));
    applied.retain(cluster, place, there);
    for (const session of sessions) await applied.consider(cluster, session);
    for (const row of await resources.activeSessions()) {
      if (row.cluster !== cluster.name || there.has(row.uid)) continue;
      if (place !== undefined && row.namespace !== place) continue;
      // It may have been made after the list was.
      const api = new ResourceApi(cluster);
      const now = parseSession(await api.get('AgenticSession', row));
      if (now?.metadata.uid !== row.uid) await sessionGone(row.ownerUid);
    }
    await this.deleteUnknown(cluster, sessions);
  }

  private async seen(
    cluster: Cluster,
    { type, object }: WatchEvent<Session>,
  ): Promise<void> {
    const { applied, resources, sessionGone } = this.options;
    if (type !== 'DELETED') {
      await applied.consider(cluster, object);
      return;
    }
    applied.forget(object.metadata.uid);
    const row = await resources.byUid(object.metadata.uid);
    if (row) await sessionGone(row.ownerUid);
  }

  /** Sessions of ours whose tasks are in no database: it was set back, or the task was deleted long ago. */
  private async deleteUnknown(
    cluster: Cluster,
    sessions: Session[],
  ): Promise<void> {
    const ours = sessions.filter(
      ({ metadata }) => metadata.labels[INSTANCE_LABEL] === cluster.instance,
    );
    const { resources } = this.options;
    const known = await resources.known(ours.map(s => s.metadata.uid));
    const unknown = ours.filter(({ metadata }) => !known.has(metadata.uid));
    const tasks = await resources.knownTasks(
      unknown.map(({ metadata }) => metadata.annotations[UID_ANNOTATION] ?? ''),
    );
    const api = new ResourceApi(cluster);
    for (const { metadata } of unknown) {
      if (tasks.has(metadata.annotations[UID_ANNOTATION] ?? '')) continue;
      await api.delete('AgenticSession', metadata, metadata.uid);
    }
  }

  private async deleteExpired(): Promise<void> {
    const { resources, retentionMs } = this.options;
    // Each request to a cluster that does not answer takes its time.
    const silent = new Set<string>();
    let again = true;
    while (again) {
      const before = silent.size;
      const rows = await resources.expiredSessions(retentionMs, SLICE, [
        ...silent,
      ]);
      for (const row of rows) {
        if (silent.has(row.cluster)) continue;
        await this.attempt(async () => {
          try {
            await this.expire(row);
          } catch (error) {
            if (statusOf(error) === undefined) silent.add(row.cluster);
            throw error;
          }
        });
      }
      // What is to be deleted there may be all that was looked at.
      again = rows.length === SLICE && silent.size > before;
    }
  }

  private async expire(row: StoredResource): Promise<void> {
    const { resources, clusterNamed } = this.options;
    const cluster = clusterNamed(row.cluster);
    // From here on its deletion is ours, and nobody's wish to stop anything.
    await resources.change(row, { gone: true });
    try {
      if (cluster && !row.gone) {
        const api = new ResourceApi(cluster);
        await api.delete('AgenticSession', row, row.uid);
      }
    } catch (error) {
      // It is there still, and the next sweep deletes it.
      await resources.change(row, { gone: row.gone });
      throw error;
    }
    const tasks = await resources.knownTasks([row.ownerUid]);
    if (tasks.size === 0) await resources.remove(row);
  }

  private run(work: () => Promise<void>): void {
    work().catch(error => this.warn(error));
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    await work().catch(error => this.warn(error));
  }

  private warn(error: unknown): void {
    this.options.logger.warn(
      `Following Kubernetes resources failed: ${stringifyError(error)}`,
    );
  }
}
