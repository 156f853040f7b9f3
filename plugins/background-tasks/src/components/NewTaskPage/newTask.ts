import type {
  CreateBackgroundTaskRequest,
  TaskOutput,
} from '@background-tasks/plugin-background-tasks-common';

/** The provider that carries out the user's own script instead of asking a model. */
export const SCRIPT_PROVIDER = 'script';
/** Minutes that a task may take at most. */
export const TIMEOUT_MAX_MINUTES = 60;

/** What the form holds: text as it was typed. */
export type NewTask = {
  project: string;
  /** Whether the repository is that of a catalog entity or given by its URL. */
  source: 'entity' | 'url';
  entityRef: string;
  repository: string;
  branch: string;
  provider: string;
  /** Empty: the provider's own. */
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
};

/** The fields of the form that can have an error of their own. */
export type NewTaskField = Exclude<keyof NewTask, 'source' | 'draft'>;

/** The fields that few tasks need. */
export const furtherFields = [
  'budgetUsd',
  'budgetTokens',
  'repairRounds',
  'checks',
  'output',
] as const satisfies readonly NewTaskField[];

/** An empty form with what a link prefilled. */
export function newTaskFromQuery(query: URLSearchParams): NewTask {
  const text = (key: string) => query.get(key) ?? '';
  const byUrl = query.has('repository') && !query.has('entityRef');
  return {
    project: text('project'),
    source: byUrl ? 'url' : 'entity',
    entityRef: text('entityRef'),
    repository: text('repository'),
    branch: text('branch'),
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
  };
}

/** Whether the form says something that few tasks need. */
export function hasFurtherChoices(task: NewTask): boolean {
  return (
    task.draft ||
    task.output !== 'origin' ||
    [task.budgetUsd, task.budgetTokens, task.repairRounds, task.checks].some(
      text => text !== '',
    )
  );
}

/** The commands of the field for them. */
export function checkCommands({ checks }: NewTask): string[] {
  return checks
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** The request that a valid form makes. */
export function newTaskRequest(task: NewTask): CreateBackgroundTaskRequest {
  const branch = task.branch.trim();
  const output = outputOf(task);
  return {
    ...(task.name && { name: task.name }),
    instructions: task.instructions.trim(),
    ...(task.source === 'entity'
      ? { entityRef: task.entityRef }
      : {
          repository: {
            url: task.repository.trim(),
            ...(branch && { branch }),
          },
        }),
    provider: task.provider,
    ...(task.provider === SCRIPT_PROVIDER
      ? { run: task.run }
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

function outputOf({ output, draft }: NewTask): TaskOutput | undefined {
  if (output !== 'fork' && !draft) return undefined;
  return { type: output === 'fork' ? 'fork' : 'origin', draft };
}
