import type {
  CreateBackgroundTaskRequest,
  ParameterValue,
  TaskOutput,
} from '@background-tasks/plugin-background-tasks-common';

/** The provider that carries out the user's own script instead of asking a model. */
export const SCRIPT_PROVIDER = 'script';
/** Minutes that a task may take at most. */
export const TIMEOUT_MAX_MINUTES = 60;
/** Query parameters of this beginning are the values of a template's parameters. */
const PARAMETER_PREFIX = 'param.';

/** What the form holds: text as it was typed. */
export type NewTask = {
  /** Empty: the only one that may change the repository, if there is only one. */
  project: string;
  /** Whether the repository is that of a catalog entity or given by its URL. */
  source: 'entity' | 'url';
  entityRef: string;
  repository: string;
  branch: string;
  /** The name of a template of the project; empty: none. */
  template: string;
  /** The values of the template's parameters; text where a link gave them. */
  parameters: Record<string, ParameterValue>;
  /** Empty: the template's, or the server's default. */
  provider: string;
  /** Empty: the provider's own, or the template's. */
  model: string;
  instructions: string;
  run: string;
  name: string;
  timeoutMinutes: string;
  budgetUsd: string;
  budgetTokens: string;
  /** Empty: as many as the server gives. */
  repairRounds: string;
  /** One command per line. */
  checks: string;
  output: string;
  draft: boolean;
  target: string;
  /** Separated by commas. */
  labels: string;
  reviewers: string;
};

/** The fields of the form that are text. */
export type NewTaskTextField = Exclude<
  keyof NewTask,
  'source' | 'draft' | 'parameters'
>;

/** The fields of the form that can have an error of their own. */
export type NewTaskField = NewTaskTextField | 'parameters';

/** The fields that few tasks need. */
export const furtherFields = [
  'name',
  'timeoutMinutes',
  'repairRounds',
  'checks',
  'output',
  'target',
  'labels',
  'reviewers',
] as const satisfies readonly NewTaskTextField[];

/** An empty form with what a link prefilled. */
export function newTaskFromQuery(query: URLSearchParams): NewTask {
  const text = (key: string) => query.get(key) ?? '';
  const byUrl = query.has('repository') && !query.has('entityRef');
  const parameters = [...query]
    .filter(([key]) => key.startsWith(PARAMETER_PREFIX))
    .map(([key, value]) => [key.slice(PARAMETER_PREFIX.length), value]);
  return {
    project: text('project'),
    source: byUrl ? 'url' : 'entity',
    entityRef: text('entityRef'),
    repository: text('repository'),
    branch: text('branch'),
    template: text('template'),
    parameters: Object.fromEntries(parameters),
    provider: text('provider'),
    model: text('model'),
    instructions: text('instructions'),
    run: text('run'),
    name: text('name'),
    timeoutMinutes: text('timeoutMinutes') || String(TIMEOUT_MAX_MINUTES),
    budgetUsd: text('budgetUsd'),
    budgetTokens: text('budgetTokens'),
    repairRounds: /^[0-3]$/.test(text('repairRounds'))
      ? text('repairRounds')
      : '',
    checks: query.getAll('check').join('\n'),
    output: text('output') === 'fork' ? 'fork' : 'origin',
    draft: text('draft') === 'true',
    target: text('target'),
    labels: query.getAll('label').join(', '),
    reviewers: query.getAll('reviewer').join(', '),
  };
}

/** Whether the form says something that few tasks need. */
export function hasFurtherChoices(task: NewTask): boolean {
  return (
    task.draft ||
    task.output !== 'origin' ||
    task.timeoutMinutes !== String(TIMEOUT_MAX_MINUTES) ||
    [
      task.name,
      task.repairRounds,
      task.checks,
      task.target,
      task.labels,
      task.reviewers,
    ].some(text => text !== '')
  );
}

/** The commands of the field for them. */
export function checkCommands({ checks }: NewTask): string[] {
  return partsOf(checks, '\n');
}

/**
 * The request that a valid form makes.
 *
 * @param parameters - the values of the template's parameters, as their types want them
 */
export function newTaskRequest(
  task: NewTask,
  parameters: Record<string, ParameterValue> = {},
): CreateBackgroundTaskRequest {
  const branch = task.branch.trim();
  const instructions = task.instructions.trim();
  const output = outputOf(task);
  return {
    ...(task.name && { name: task.name }),
    ...(instructions && { instructions }),
    ...(task.source === 'entity'
      ? { entityRef: task.entityRef }
      : {
          repository: {
            url: task.repository.trim(),
            ...(branch && { branch }),
          },
        }),
    ...(task.template
      ? {
          templateId: task.template,
          parameters,
          trigger: { kind: 'template', ref: task.template },
        }
      : { trigger: { kind: 'user' } }),
    provider: task.provider,
    ...(task.provider === SCRIPT_PROVIDER
      ? task.run.trim() && { run: task.run }
      : agentRequest(task)),
    ...validationOf(task),
    ...(output && { output }),
    timeoutSeconds: Number(task.timeoutMinutes) * 60,
  };
}

function agentRequest(task: NewTask) {
  const model = task.model.trim();
  const usd = task.budgetUsd.trim();
  const tokens = task.budgetTokens.trim();
  const budget = {
    ...(usd && { usd: Number(usd) }),
    ...(tokens && { tokens: Number(tokens) }),
  };
  return {
    ...(model && { model }),
    ...(Object.keys(budget).length > 0 && { budget }),
  };
}

function validationOf(task: NewTask) {
  const commands = checkCommands(task);
  const isScript = task.provider === SCRIPT_PROVIDER;
  const validation = {
    ...(commands.length > 0 && { commands }),
    ...(task.repairRounds &&
      !isScript && { repairRounds: Number(task.repairRounds) }),
  };
  return Object.keys(validation).length > 0 ? { validation } : {};
}

function outputOf(task: NewTask): TaskOutput | undefined {
  const { draft } = task;
  const target = task.target.trim();
  const labels = partsOf(task.labels, ',');
  const reviewers = partsOf(task.reviewers, ',');
  const isFork = task.output === 'fork';
  if (!isFork && !draft && !target && !labels.length && !reviewers.length) {
    return undefined;
  }
  return {
    type: isFork ? 'fork' : 'origin',
    draft,
    ...(target && { target }),
    ...(labels.length > 0 && { labels }),
    ...(reviewers.length > 0 && { reviewers }),
  };
}

function partsOf(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map(part => part.trim())
    .filter(part => part !== '');
}
