import type { BackgroundTask } from '@background-tasks/plugin-background-tasks-common';
import type { Words } from '../../useWords';
import { formatCost, formatTokens } from '../common';

type FailureText = { title: string; nextStep: string };

/** What to say about a task that ended without success. */
export function failureText(task: BackgroundTask, t: Words): FailureText {
  const cause = causeOf(task);
  const title = t(`task.failure.${cause}.title`);
  const nextStep = t(`task.failure.${cause}.nextStep`);
  if (cause !== 'budgetExhausted') return { title, nextStep };
  return { title, nextStep: `${spent(task, t)} ${nextStep}` };
}

function causeOf({ outcome }: BackgroundTask) {
  if (!outcome || outcome === 'pullRequest' || outcome === 'noChanges') {
    return 'unknown';
  }
  return outcome;
}

function spent({ usage, budget }: BackgroundTask, t: Words): string {
  const used = {
    cost: formatCost(usage.costUsd, t),
    tokens: formatTokens(usage, t),
  };
  const money =
    budget?.usd === undefined ? undefined : formatCost(budget.usd, t);
  const limit = budget?.tokens;
  if (money !== undefined && limit !== undefined) {
    return t('task.failure.spent.ofBoth', { ...used, budget: money, limit });
  }
  if (money !== undefined) {
    return t('task.failure.spent.ofMoney', { ...used, budget: money });
  }
  return limit === undefined
    ? t('task.failure.spent.free', used)
    : t('task.failure.spent.ofTokens', { ...used, limit });
}
