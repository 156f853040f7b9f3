import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Request } from 'express';
import type {
  AnnotationProblem,
  BackgroundTaskProvider,
  BackgroundTasksProjectSettings,
} from '@background-tasks/plugin-background-tasks-common';
import type { InsightsService } from '../insights';
import type { TaskEventHub } from '../orchestration';
import type { EntityRepository, Project, Projects } from '../permissions';
import type { AuditStore, TaskDocuments, TaskStore } from '../store';
import type { RepositoryChecker, TaskObjects, TaskService } from '../tasks';
import type { TemplateService } from '../templates';
import type { Callers } from './Callers';
import type { Audited } from './createAudited';

/** All that the routers stand on. */
export type ApiDeps = {
  /** What is wrong with the annotations of a catalog entity that the user of the request may see. */
  annotationProblemsOf: (
    entityRef: string,
    request: Request,
  ) => Promise<AnnotationProblem[]>;
  /** Carries out what changes something, and records it. */
  audited: Audited;
  auditStore: AuditStore;
  callers: Callers;
  /** What the portal's search is told. */
  documents: TaskDocuments;
  insights: InsightsService;
  /** What can run here, and why not. */
  listProviders: () => Promise<BackgroundTaskProvider[]>;
  hub: TaskEventHub;
  /** What holds in a project beside what a list tells of it. */
  settingsOf: (
    project: Project,
  ) => Promise<Omit<BackgroundTasksProjectSettings, 'project'>>;
  /** Whether tasks are being taken up. */
  isAlive: () => boolean;
  logger: LoggerService;
  /** What runs are made of in a cluster. */
  objects: Pick<TaskObjects, 'of'>;
  projects: Projects;
  /** Aborted when the backend shuts down: streams end. */
  shutdown: AbortSignal;
  /** The repository of a catalog entity that the user of the request may see, and the checks that it names. */
  repositoryOfEntity: (
    entityRef: string,
    request: Request,
  ) => Promise<EntityRepository>;
  repositories: RepositoryChecker;
  store: TaskStore;
  /** The users that an entity ref or an e-mail address names, as entity refs. */
  usersNamed: (creator: string) => Promise<string[]>;
  tasks: TaskService;
  /** The groups that users are members of, by user, as far as the user of the request may know. */
  teamsOf: (
    users: string[],
    request: Request,
  ) => Promise<ReadonlyMap<string, string[]>>;
  templates: TemplateService;
};
