import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { CodeHost } from '@background-tasks/plugin-background-tasks-node';
import type { MaintenanceStore } from '../store';
import type { TaskMetrics } from '../telemetry';
import { readPullRequests } from './readPullRequests';
import { sweep, type Retention } from './sweep';

/** Has one replica at a time delete what is too old, and read back what became of pull requests. */
export async function scheduleMaintenance(options: {
  scheduler: SchedulerService;
  store: MaintenanceStore;
  codeHosts: CodeHost[];
  metrics: TaskMetrics;
  retention: Retention;
  logger: LoggerService;
}): Promise<void> {
  const { scheduler, store, retention } = options;
  await scheduler.scheduleTask({
    id: 'background-tasks-retention',
    scope: 'global',
    frequency: { minutes: 15 },
    initialDelay: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: signal => sweep(store, retention, signal),
  });
  await scheduler.scheduleTask({
    id: 'background-tasks-pull-requests',
    scope: 'global',
    frequency: { minutes: 1 },
    initialDelay: { minutes: 1 },
    timeout: { minutes: 1 },
    fn: signal => readPullRequests(options, signal),
  });
}
