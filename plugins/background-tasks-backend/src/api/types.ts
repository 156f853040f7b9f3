import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Request } from 'express';
import type { AgentProvider } from '@background-tasks/plugin-background-tasks-node';
import type { TaskEventHub } from '../orchestration';
import type { Projects } from '../permissions';
import type { TaskStore } from '../store';
import type { TaskService } from '../tasks';
import type { Callers } from './Callers';

/** All that the routers stand on. */
export type ApiDeps = {
  auditor: AuditorService;
  callers: Callers;
  defaultProvider: string;
  hub: TaskEventHub;
  logger: LoggerService;
  maxTimeoutSeconds: number;
  projects: Projects;
  providers: AgentProvider[];
  /** Aborted when the backend shuts down: streams end. */
  shutdown: AbortSignal;
  /** The repository of a catalog entity that the user of the request may see. */
  repositoryOfEntity: (entityRef: string, request: Request) => Promise<string>;
  store: TaskStore;
  tasks: TaskService;
};
