import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { AgentProvider } from './AgentProvider';
import type { CodeHost } from './CodeHost';
import type { TaskExecutor } from './TaskExecutor';

/** Where modules add executors, code hosts and agent providers. @public */
export interface BackgroundTasksExtensionPoint {
  addExecutor(executor: TaskExecutor): void;
  addCodeHost(codeHost: CodeHost): void;
  addProvider(provider: AgentProvider): void;
}

/** Where modules add executors, code hosts and agent providers. @public */
export const backgroundTasksExtensionPoint =
  createExtensionPoint<BackgroundTasksExtensionPoint>({
    id: 'background-tasks.extensions',
  });
