import type {
  BackgroundTaskProvider,
  TaskBudget,
  TaskTemplate,
} from '@background-tasks/plugin-background-tasks-common';
import type { Words } from '../../useWords';
import { checkCommands, SCRIPT_PROVIDER, type NewTask } from './newTask';
import { budgetText } from './prices';
import type { Repository } from './useRepository';

type Planned = {
  task: NewTask;
  repository: Pick<Repository, 'url'> & {
    check: Pick<Repository['check'], 'data'>;
  };
  template: TaskTemplate | undefined;
  provider: BackgroundTaskProvider | undefined;
  defaultBudget: TaskBudget | null | undefined;
  t: Words;
};

/** What a task will do, step by step, in words. */
export function planOf(planned: Planned): string[] {
  const { task, t } = planned;
  return [
    cloneText(planned),
    t('newTask.summary.checksBefore'),
    agentText(planned),
    gateText(planned),
    publishText(planned),
    t('newTask.summary.timeout', { minutes: task.timeoutMinutes || '–' }),
  ];
}

function cloneText({ task, repository, t }: Planned): string {
  const name = repository.url && new URL(repository.url).pathname.slice(1);
  const branch =
    task.source === 'url' && task.branch.trim()
      ? task.branch.trim()
      : repository.check.data?.defaultBranch;
  const what = name ?? t('newTask.summary.noRepository');
  const from = branch
    ? t('newTask.summary.cloneFrom', { repository: what, branch })
    : what;
  return `${from} ${t('newTask.summary.clone')}.`;
}

function agentText({
  task,
  template,
  provider,
  defaultBudget,
  t,
}: Planned): string {
  if (task.provider === SCRIPT_PROVIDER) return t('newTask.summary.script');
  const ownModel =
    template?.model ?? provider?.defaultModel ?? t('newTask.summary.ownModel');
  const names = {
    agent: provider?.title ?? t('newTask.summary.someAgent'),
    model: task.model.trim() || ownModel,
  };
  const who = template
    ? t('newTask.summary.agentOfTemplate', {
        ...names,
        template: template.displayName,
      })
    : t('newTask.summary.agent', names);
  const budget = budgetOf(task) ?? defaultBudget;
  const most = budget
    ? t('newTask.summary.budget', { budget: budgetText(budget, t) })
    : t('newTask.summary.noBudget');
  return `${who} ${most}`;
}

function budgetOf(task: NewTask): TaskBudget | undefined {
  const usd = Number(task.budgetUsd);
  const tokens = Number(task.budgetTokens);
  const budget = {
    ...(usd > 0 && { usd }),
    ...(tokens > 0 && { tokens }),
  };
  return Object.keys(budget).length > 0 ? budget : undefined;
}

function gateText({ task, t }: Planned): string {
  const count = checkCommands(task).length;
  return count === 0
    ? t('newTask.summary.gate')
    : t('newTask.summary.gateWith', { count });
}

function publishText({ task, t }: Planned): string {
  const isFork = task.output === 'fork';
  const plain = isFork
    ? t('newTask.summary.publishFork')
    : t('newTask.summary.publish');
  const draft = isFork
    ? t('newTask.summary.publishForkDraft')
    : t('newTask.summary.publishDraft');
  return `${task.draft ? draft : plain} ${t('newTask.summary.otherwise')}`;
}
