import {
  changeLimits,
  type BackgroundTasksProjectSettings,
} from '@background-tasks/plugin-background-tasks-common';
import type { RunSettings } from '../orchestration';
import type { Project } from '../permissions';
import type { Budgets } from '../providers';
import type { ModelStore } from '../store';

type Settings = {
  budgets: Budgets;
  maxTimeoutSeconds: number;
  onConflictOf: (project: string) => 'fail' | 'rerun';
  run: RunSettings;
};

/** What holds in a project, as the configuration has it, and what of its budgets is spent. */
export async function describeSettings(
  project: Project,
  settings: Settings,
  store: Pick<ModelStore, 'spent'>,
): Promise<Omit<BackgroundTasksProjectSettings, 'project'>> {
  const { name, members, owners, repositories } = project;
  const budgets = settings.budgets.of(name);
  const { day, month } = await store.spent(name);
  const { validation, limits } =
    settings.run.projects?.get(name) ?? settings.run;
  const allowed = limits.allow ?? [];
  return {
    members,
    owners,
    repositories,
    budgets: {
      task: budgets.task ?? null,
      day: { ...day, limit: budgets.day ?? null },
      month: { ...month, limit: budgets.month ?? null },
    },
    maxTimeoutSeconds: settings.maxTimeoutSeconds,
    validation: {
      allowNoChecks: validation.allowNoChecks,
      allowChangedChecks: validation.allowChangedChecks,
      strict: validation.strict ?? false,
      allowNotRun: validation.allowNotRun ?? false,
      allowFewerTests: validation.allowFewerTests ?? false,
      commands:
        validation.replace?.map(({ kind, command, directory }) => ({
          kind,
          command,
          directory: directory ?? null,
        })) ?? null,
    },
    changes: {
      maxFiles: limits.bundleFiles,
      maxBytes: limits.bundleBytes,
      allowed,
      refused: changeLimits.filter(limit => !allowed.includes(limit)),
      protectedPaths: limits.protectedPaths ?? [],
    },
    onConflict: settings.onConflictOf(name),
  };
}
