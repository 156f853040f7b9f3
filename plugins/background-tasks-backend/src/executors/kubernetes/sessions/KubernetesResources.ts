import type { LoggerService } from '@backstage/backend-plugin-api';
import { isFinalStatus } from '@background-tasks/plugin-background-tasks-common';
import type { TaskEventHub } from '../../../orchestration';
import type {
  ResourceStore,
  TaskChange,
  TaskStore,
  TemplateStore,
} from '../../../store';
import {
  TransitionRefusedError,
  type Task,
  type TaskService,
} from '../../../tasks';
import type { TemplateBody } from '../../../templates';
import { statusOf, wordsOf, type Cluster, type Clusters } from '../clusters';
import { Tenancy, type TenancySettings } from '../tenancy';
import { appliedRecord } from './appliedRecord';
import { AppliedSessions, type NamespaceOwner } from './AppliedSessions';
import { mirroredTemplates } from './mirroredTemplates';
import { Reconciler } from './Reconciler';
import { SessionMirror } from './SessionMirror';
import { Sessions } from './Sessions';
import { TemplateMirror } from './TemplateMirror';

/** What is asked of the projects. */
export type ProjectDirectory = {
  namespaceOf(project: string): string;
  /** The configured project of a namespace. */
  inNamespace(namespace: string): string | undefined;
  /** How many tasks of a project there may be at once; 0 means any number. */
  tasksOf(project: string): number;
  membersOf(project: string): string[];
  /** The group of the catalog that a project is; undefined for one that is configured. */
  groupOf(project: string): Promise<string | undefined>;
  /** Whether there is such a project, as of now. */
  exists(project: string): Promise<boolean>;
};

type Options = {
  clusters: Clusters;
  tenancy: TenancySettings;
  projects: ProjectDirectory;
  store: Pick<TaskStore, 'getTaskByUid' | 'requestCancel'>;
  resources: ResourceStore;
  templates: TemplateStore;
  /** @throws InputError where a template is wrong */
  checkTemplate: (body: TemplateBody) => void;
  hub: Pick<TaskEventHub, 'publish'>;
  /** Tells the orchestrator that there is something to do. */
  onChange: (taskUid: string) => void;
  /** What workspaces must reach: the gateway, and an egress proxy if there is one. */
  urls: () => string[];
  retentionMs: number;
  logger: LoggerService;
};

/** By whom a task was stopped whose session somebody deleted: the cluster does not tell. */
const UNKNOWN = 'unknown';

/** Tasks and templates as resources of Kubernetes, both ways. */
export class KubernetesResources {
  readonly tenancy: Tenancy;
  readonly sessions: Sessions;
  private readonly mirror: SessionMirror;
  private readonly templates: TemplateMirror;
  /** Namespaces of projects that were missing at the last look. */
  private readonly missing = new Set<string>();
  private reconciler: Reconciler | undefined;
  private applied: AppliedSessions | undefined;

  constructor(private readonly options: Options) {
    const { clusters, projects, logger } = options;
    this.tenancy = new Tenancy({
      settings: options.tenancy,
      namespaceOf: project => projects.namespaceOf(project),
      tasksOf: project => projects.tasksOf(project),
      urls: options.urls,
      logger,
    });
    const shared = { ...options, tenancy: this.tenancy };
    const clusterOf = (project: string) => clusters.of(project);
    this.sessions = new Sessions(shared);
    this.mirror = new SessionMirror({
      ...shared,
      sessions: this.sessions,
      clusterOf,
      onMissing: taskUid => this.sessionGone(taskUid),
    });
    this.templates = new TemplateMirror({
      ...shared,
      clusterOf,
      clusterNamed: name => clusters.named(name),
      ownerOf: (cluster, namespace) => this.ownerOf(cluster, namespace),
      check: options.checkTemplate,
    });
  }

  /** Told of each commit of this process. */
  committed({ before, after }: TaskChange): void {
    this.mirror.note(after);
    if (isFinalStatus(after.status) && !isFinalStatus(before.status)) {
      this.applied?.retry().catch(() => undefined);
    }
  }

  /** A task was made, or is to be stopped. */
  changed(taskUid: string): void {
    this.mirror.changed(taskUid);
    this.noteUse(taskUid).catch(() => undefined);
  }

  /** The store of templates, whose changes are followed. */
  mirrored(store: TemplateStore): TemplateStore {
    return mirroredTemplates(store, uid => this.templates.changed(uid));
  }

  /** Begins to follow what others do. */
  start(tasks: Pick<TaskService, 'create'>): void {
    const { options, mirror, sessions } = this;
    this.applied = new AppliedSessions({
      ...options,
      tasks,
      mirror,
      sessions,
      ownerOf: (cluster, namespace) => this.ownerOf(cluster, namespace),
      sessionGone: taskUid => this.sessionGone(taskUid),
    });
    this.reconciler = new Reconciler({
      ...options,
      mirror,
      clusters: options.clusters.all(),
      clusterNamed: name => options.clusters.named(name),
      applied: this.applied,
      templates: this.templates,
      sessionGone: taskUid => this.sessionGone(taskUid),
      sweepNamespaces: cluster => this.sweepNamespaces(cluster),
    });
    this.reconciler.start();
  }

  /** Looks now for what differs, and does not wait for the next look. */
  async sweep(): Promise<void> {
    await this.reconciler?.sweep();
  }

  async stop(): Promise<void> {
    this.applied?.forgetAll();
    await this.reconciler?.stop();
    await this.templates.settled();
    this.mirror.close();
  }

  /** Somebody deleted the session of a task: it stops, and its name is free again. */
  private async sessionGone(taskUid: string): Promise<void> {
    const { resources, retentionMs, store } = this.options;
    const row = await resources.get('session', taskUid);
    if (!row || row.gone) return;
    const task = await store.getTaskByUid(taskUid);
    if (task) {
      await this.cancel(task);
      // One that is kept no longer was deleted by us, also where the answer to that was lost.
      await resources.releaseName(taskUid, retentionMs);
    }
    await resources.change(row, { gone: true });
  }

  private async cancel(task: Task): Promise<void> {
    if (isFinalStatus(task.status)) return;
    const { store, hub, onChange } = this.options;
    try {
      const { task: after, events } = await store.requestCancel(
        task.uid,
        UNKNOWN,
        appliedRecord('task-cancel', {
          project: task.project,
          task: task.name,
          detail: 'the AgenticSession was deleted',
        }),
      );
      hub.publish(after, events);
      onChange(task.uid);
    } catch (error) {
      // It is being published, or ended meanwhile.
      if (!(error instanceof TransitionRefusedError)) throw error;
    }
  }

  private async noteUse(taskUid: string): Promise<void> {
    const task = await this.options.store.getTaskByUid(taskUid);
    if (task?.templateUid && task.status === 'Pending') {
      this.templates.changed(task.templateUid);
    }
  }

  private async ownerOf(
    cluster: Cluster,
    namespace: string,
  ): Promise<NamespaceOwner | 'anotherPortal' | undefined> {
    const { clusters, projects } = this.options;
    const claim = await this.tenancy.claimOf(cluster, namespace);
    if (claim === 'anotherPortal') return claim;
    const project = projects.inNamespace(namespace) ?? claim?.project;
    if (project === undefined || clusters.of(project) !== cluster) {
      return undefined;
    }
    return {
      project,
      owner: this.tenancy.ownerOf(project) ?? (await projects.groupOf(project)),
      members: projects.membersOf(project),
    };
  }

  /** Deletes namespaces whose project was gone at two looks in a row, and has no task. */
  private async sweepNamespaces(cluster: Cluster): Promise<void> {
    const { projects, resources, tenancy, logger } = this.options;
    if (tenancy.namespaces === 'check') return;
    const active = await resources.activeProjects();
    for (const namespace of await this.tenancy.namespaces(cluster)) {
      const key = `${cluster.name}\n${namespace.name}`;
      const needed =
        active.includes(namespace.project) ||
        (await projects.exists(namespace.project));
      if (needed) this.missing.delete(key);
      else if (!this.missing.has(key)) this.missing.add(key);
      else {
        logger.info(
          `Deleting the namespace '${namespace.name}': its project '${namespace.project}' is gone`,
        );
        try {
          await this.tenancy.removeNamespace(cluster, namespace);
          this.missing.delete(key);
        } catch (error) {
          // A cluster that does not answer would not for the next one either.
          if (statusOf(error) === undefined) throw error;
          logger.warn(
            `Deleting the namespace '${namespace.name}' failed: ${wordsOf(
              error,
            )}`,
          );
        }
      }
    }
  }
}
