import {
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import { useWords, type Words } from '../../useWords';
import { formatCost, formatTokens } from '../common';
import { roundTitle } from '../TaskActivity/rounds';
import { BudgetMeter } from './BudgetMeter';
import { Fact, ListFact } from './Fact';

/** Who made the change, with what, and what that cost. */
export function AgentFacts(props: { task: BackgroundTask }) {
  const { task } = props;
  const { usage, budget, output, hooks } = task;
  const t = useWords();
  return (
    <>
      <Fact label={t('details.agent')}>{agent(task, t)}</Fact>
      {task.run === null && (
        <>
          <Fact label={t('details.repairRounds')}>{repairs(task, t)}</Fact>
          <ListFact label={t('details.eachRound')} items={eachRound(task, t)} />
          <Fact label={t('details.used')}>
            {t('details.usedText', {
              tokens: formatTokens(usage, t),
              cost: formatCost(usage.costUsd, t),
            })}
          </Fact>
          <Fact label={t('details.budget')}>
            {budget ? (
              <BudgetMeter budget={budget} usage={usage} />
            ) : (
              t('details.noBudget')
            )}
          </Fact>
        </>
      )}
      <ListFact
        label={t('details.extraChecks')}
        items={task.extraCommands}
        mono
      />
      <ListFact label={t('details.before')} items={hooks?.pre} mono />
      <ListFact label={t('details.after')} items={hooks?.post} mono />
      <Fact label={t('details.published')}>
        {output && published(output, t)}
      </Fact>
    </>
  );
}

function agent({ provider, model, change }: BackgroundTask, t: Words): string {
  const name = [provider, change.agentVersion].filter(Boolean).join(' ');
  const used = change.model ?? model;
  return used
    ? t('details.agentWithModel', { agent: name, model: used })
    : name;
}

function repairs({ status, change }: BackgroundTask, t: Words): string {
  const { repairRounds } = change;
  if (repairRounds > 0) return t('details.rounds', { count: repairRounds });
  return t(isFinalStatus(status) ? 'details.noRounds' : 'details.noRoundsYet');
}

/** Where there is but one, all that was used is its own. */
function eachRound({ change: { rounds } }: BackgroundTask, t: Words): string[] {
  if (rounds.length < 2) return [];
  return rounds.map(({ round, usage, fileCount }) => {
    const values = {
      round: roundTitle({ number: round, of: undefined, reason: undefined }, t),
      tokens: formatTokens(usage, t),
      cost: formatCost(usage.costUsd, t),
    };
    return fileCount === null
      ? t('details.roundUnknown', values)
      : t('details.roundText', { ...values, count: fileCount });
  });
}

function published(
  output: NonNullable<BackgroundTask['output']>,
  t: Words,
): string {
  const { type, target, draft, labels = [], reviewers = [] } = output;
  const parts = [
    t(type === 'fork' ? 'details.fromFork' : 'details.fromBranch'),
    target && t('details.to', { branch: target }),
    draft && t('details.asDraft'),
    labels.length > 0 && t('details.labels', { labels: labels.join(', ') }),
    reviewers.length > 0 &&
      t('details.reviewers', { reviewers: reviewers.join(', ') }),
  ];
  return parts.filter(Boolean).join(', ');
}
