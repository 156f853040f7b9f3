import type {
  ModelUsage,
  TaskBudget,
} from '@background-tasks/plugin-background-tasks-common';
import { useWords } from '../../useWords';
import { formatCost, ProgressBar } from '../common';

/** What was used of a budget, as bars and in words. */
export function BudgetMeter(props: { budget: TaskBudget; usage: ModelUsage }) {
  const { budget, usage } = props;
  const t = useWords();
  const tokens = usage.inputTokens + usage.outputTokens;
  return (
    <>
      {budget.usd !== undefined && (
        <Meter
          label={t('details.moneyUsed')}
          text={t('details.moneyText', {
            used: formatCost(usage.costUsd, t),
            limit: formatCost(budget.usd, t),
          })}
          part={usage.costUsd === null ? undefined : usage.costUsd / budget.usd}
        />
      )}
      {budget.tokens !== undefined && (
        <Meter
          label={t('details.tokensUsed')}
          text={t('details.tokensText', {
            used: tokens,
            limit: budget.tokens,
          })}
          part={tokens / budget.tokens}
        />
      )}
    </>
  );
}

function Meter(props: {
  label: string;
  text: string;
  /** 0 to 1, or undefined where nobody knows. */
  part: number | undefined;
}) {
  const { label, text, part } = props;
  return (
    <>
      {text}
      {part !== undefined && (
        <ProgressBar
          label={label}
          progress={Math.min(100, Math.round(part * 100))}
        />
      )}
    </>
  );
}
