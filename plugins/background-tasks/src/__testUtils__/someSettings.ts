import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import { FakeBackgroundTasksApi } from './FakeBackgroundTasksApi';

/** What holds in the first of the projects. */
export async function someSettings(): Promise<BackgroundTasksProjectSettings> {
  const { items } = await new FakeBackgroundTasksApi().listProjects();
  const [project] = items;
  return {
    project: { ...project, running: 2, pending: 7 },
    members: ['group:default/payments'],
    owners: [],
    repositories: ['https://github.com/example/*'],
    budgets: {
      task: { usd: 2 },
      day: { period: '2026-01-01', limit: null, usd: 0, tokens: 0 },
      month: { period: '2026-01', limit: { usd: 100 }, usd: 25, tokens: 4_000 },
    },
    maxTimeoutSeconds: 3600,
    validation: {
      allowNoChecks: false,
      allowChangedChecks: false,
      strict: true,
      allowNotRun: true,
      allowFewerTests: false,
      commands: [{ kind: 'test', command: 'make test', directory: 'service' }],
    },
    changes: {
      maxFiles: 1000,
      maxBytes: 5 * 1024 * 1024,
      allowed: ['lockfiles'],
      refused: ['ciWorkflows'],
      protectedPaths: ['/deploy/'],
    },
    onConflict: 'fail',
  };
}
