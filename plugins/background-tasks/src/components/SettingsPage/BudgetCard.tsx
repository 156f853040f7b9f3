import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
import { formatAmount } from '../InsightsPage/formatAmount';
import { Meter } from './Meter';
import { Facts, SettingsCard } from './SettingsCard';

type Budgets = BackgroundTasksProjectSettings['budgets'];
type Spending = Budgets['day'];

/** What models may cost, and what they did. */
export function BudgetCard(props: { budgets: Budgets }) {
  const t = useWords();
  const { task, day, month } = props.budgets;
  return (
    <SettingsCard title={t('settings.budget.title')}>
      <Facts
        facts={[
          {
            label: t('settings.budget.month', { period: month.period }),
            value: (
              <Spent spending={month} label={t('settings.budget.spentMonth')} />
            ),
          },
          {
            label: t('settings.budget.today', { period: day.period }),
            value: (
              <Spent spending={day} label={t('settings.budget.spentToday')} />
            ),
          },
          {
            label: t('settings.budget.task'),
            value: limitText(task, t),
          },
        ]}
      />
    </SettingsCard>
  );
}

function Spent(props: { spending: Spending; label: string }) {
  const t = useWords();
  const { limit, usd, tokens } = props.spending;
  // Whichever of the two is reached first counts.
  const shares = [
    limit?.usd !== undefined ? usd / limit.usd : 0,
    limit?.tokens !== undefined ? tokens / limit.tokens : 0,
  ];
  return (
    <Meter
      label={props.label}
      used={Math.max(...shares)}
      limit={limit ? 1 : null}
      text={t('settings.budget.spent', {
        cost: formatAmount(usd),
        tokens,
        limit: limitText(limit, t),
      })}
    />
  );
}

function limitText(limit: Spending['limit'], t: Words): string {
  const money = limit?.usd === undefined ? undefined : formatAmount(limit.usd);
  const tokens =
    limit?.tokens === undefined
      ? undefined
      : t('settings.budget.tokens', { number: limit.tokens });
  if (money && tokens) {
    return t('settings.budget.either', { one: money, other: tokens });
  }
  return money ?? tokens ?? t('settings.budget.any');
}
