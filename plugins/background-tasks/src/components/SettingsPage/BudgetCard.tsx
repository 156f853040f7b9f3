import type { BackgroundTasksProjectSettings } from '@background-tasks/plugin-background-tasks-common';
import { formatAmount } from '../InsightsPage/formatAmount';
import { Meter } from './Meter';
import { Facts, SettingsCard } from './SettingsCard';

type Budgets = BackgroundTasksProjectSettings['budgets'];
type Spending = Budgets['day'];

/** What models may cost, and what they did. */
export function BudgetCard(props: { budgets: Budgets }) {
  const { task, day, month } = props.budgets;
  return (
    <SettingsCard title="Budget of models">
      <Facts
        facts={[
          {
            label: `This month (${month.period}, UTC)`,
            value: <Spent spending={month} label="Spent this month" />,
          },
          {
            label: `Today (${day.period}, UTC)`,
            value: <Spent spending={day} label="Spent today" />,
          },
          {
            label: 'A task that names no budget of its own',
            value: limitText(task),
          },
        ]}
      />
    </SettingsCard>
  );
}

function Spent(props: { spending: Spending; label: string }) {
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
      text={`${formatAmount(
        usd,
      )} and ${tokens.toLocaleString()} tokens of ${limitText(limit)}`}
    />
  );
}

function limitText(limit: Spending['limit']): string {
  const parts = [
    limit?.usd !== undefined && formatAmount(limit.usd),
    limit?.tokens !== undefined && `${limit.tokens.toLocaleString()} tokens`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' or ') : 'any amount';
}
