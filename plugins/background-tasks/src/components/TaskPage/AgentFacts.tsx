import {
  isFinalStatus,
  type BackgroundTask,
} from '@background-tasks/plugin-background-tasks-common';
import { formatCost, formatTokens } from '../common';
import { BudgetMeter } from './BudgetMeter';
import { Fact, ListFact } from './Fact';

/** Who made the change, with what, and what that cost. */
export function AgentFacts(props: { task: BackgroundTask }) {
  const { task } = props;
  const { usage, budget, output, hooks } = task;
  return (
    <>
      <Fact label="Agent">{agent(task)}</Fact>
      {task.run === null && (
        <>
          <Fact label="Repair rounds">{repairs(task)}</Fact>
          <Fact label="Used">
            {formatTokens(usage)}, {formatCost(usage.costUsd)}
          </Fact>
          <Fact label="Budget">
            {budget ? <BudgetMeter budget={budget} usage={usage} /> : 'None'}
          </Fact>
        </>
      )}
      <ListFact label="Extra checks" items={task.extraCommands} mono />
      <ListFact label="Before the agent" items={hooks?.pre} mono />
      <ListFact label="After the agent" items={hooks?.post} mono />
      <Fact label="Published">{output && published(output)}</Fact>
    </>
  );
}

function agent({ provider, model, change }: BackgroundTask): string {
  const name = [provider, change.agentVersion].filter(Boolean).join(' ');
  const used = change.model ?? model;
  return used ? `${name}, model ${used}` : name;
}

function repairs({ status, change }: BackgroundTask): string {
  const { repairRounds } = change;
  if (repairRounds === 0) return isFinalStatus(status) ? 'None' : 'None so far';
  return `${repairRounds} ${repairRounds === 1 ? 'round' : 'rounds'}`;
}

function published(output: NonNullable<BackgroundTask['output']>): string {
  const { type, target, draft, labels = [], reviewers = [] } = output;
  const parts = [
    type === 'fork' ? 'from a fork' : 'from a branch of the repository',
    target && `to ${target}`,
    draft && 'as a draft',
    labels.length > 0 && `labels ${labels.join(', ')}`,
    reviewers.length > 0 && `reviewers ${reviewers.join(', ')}`,
  ];
  return parts.filter(Boolean).join(', ');
}
