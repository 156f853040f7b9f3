import {
  activeTaskStatuses,
  type BackgroundTaskSummary,
  type BackgroundTasksProject,
  type BackgroundTasksProjectSettings,
  type RepositoryCheck,
} from '@background-tasks/plugin-background-tasks-common';
import { useBackgroundTasks } from '../../hooks';

/** So many of one's own tasks are named. */
const NAMED = 5;

/** A limit that leaves no room for another task now. */
export type TakenLimit =
  | { kind: 'user'; count: number; tasks: BackgroundTaskSummary[] }
  | { kind: 'repository' }
  | { kind: 'project'; count: number }
  | { kind: 'budget'; period: 'day' | 'month' };

/** The limits because of which a task would be refused now. */
export function useTakenLimits(options: {
  project: BackgroundTasksProject | undefined;
  settings: BackgroundTasksProjectSettings | undefined;
  check: RepositoryCheck | undefined;
  /** Whether the task's agent asks a model. */
  usesModel: boolean;
}): TakenLimit[] {
  const { project, settings, check, usesModel } = options;
  const mine = useBackgroundTasks({
    scope: 'mine',
    status: [...activeTaskStatuses],
    limit: NAMED,
  });
  if (!project) return [];
  const { limits, running, pending } = project;
  const own = mine.data?.total ?? 0;
  const active = running + pending;
  const taken: TakenLimit[] = [];
  if (isTaken(limits.perUser, own)) {
    taken.push({ kind: 'user', count: own, tasks: mine.data?.items ?? [] });
  }
  if (isTaken(limits.perRepository, check?.activeTasks ?? 0)) {
    taken.push({ kind: 'repository' });
  }
  if (isTaken(limits.perProject, active)) {
    taken.push({ kind: 'project', count: active });
  }
  if (usesModel && settings) {
    for (const period of ['day', 'month'] as const) {
      if (isSpent(settings.budgets[period])) {
        taken.push({ kind: 'budget', period });
      }
    }
  }
  return taken;
}

// 0 is no limit.
function isTaken(limit: number, count: number): boolean {
  return limit > 0 && count >= limit;
}

function isSpent({
  limit,
  usd,
  tokens,
}: BackgroundTasksProjectSettings['budgets']['day']): boolean {
  if (!limit) return false;
  return (
    (limit.usd !== undefined && usd >= limit.usd) ||
    (limit.tokens !== undefined && tokens >= limit.tokens)
  );
}
