import type {
  BackgroundTaskProvider,
  TaskBudget,
} from '@background-tasks/plugin-background-tasks-common';
import type { Words } from '../../useWords';
import { formatCost } from '../common/formatUsage';

/** A model, with what it costs. */
export type PricedModel = BackgroundTaskProvider['modelDetails'][number];

/** The model that a name stands for: the provider's own, where there is none; undefined where it is not listed. */
export function modelOf(
  { modelDetails, defaultModel }: BackgroundTaskProvider,
  name: string,
): PricedModel | undefined {
  const wanted = name.trim() || defaultModel;
  return modelDetails.find(({ id }) => id === wanted);
}

/** What a model costs, in words. */
export function priceText({ price }: PricedModel, t: Words): string {
  return price
    ? t('newTask.who.price', {
        input: price.input.toLocaleString(),
        output: price.output.toLocaleString(),
      })
    : t('newTask.who.priceUnknown');
}

/** A budget, in words. */
export function budgetText({ usd, tokens }: TaskBudget, t: Words): string {
  const parts = [
    ...(usd === undefined ? [] : [formatCost(usd, t)]),
    ...(tokens === undefined
      ? []
      : [t('newTask.summary.tokens', { number: tokens.toLocaleString() })]),
  ];
  return parts.length === 2
    ? t('newTask.summary.and', { one: parts[0], other: parts[1] })
    : parts.join('');
}
