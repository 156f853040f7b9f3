import { fillTemplate, sortRules, type Template } from '../templates';
import type { CreateTask } from './CreateTask';
import { invalid } from './invalid';
import { nameFromInstructions } from './names';
import {
  checkAvailable,
  checkBudget,
  checkModel,
  checkScript,
  findProvider,
  type Providers,
} from './providers';
import type { NewTask } from './Task';

/** What a new task is to do, beside who wants it and where. */
export type NewTaskWork = Pick<
  NewTask,
  | 'name'
  | 'instructions'
  | 'provider'
  | 'script'
  | 'model'
  | 'template'
  | 'templateUid'
  | 'parameters'
  | 'validationSpec'
  | 'trigger'
>;

/** Most of what an agent forgets is mended at once; what is wrong after two more rounds seldom is right after three. */
export const DEFAULT_REPAIR_ROUNDS = 2;

/**
 * What a request, with the template that it names, comes to. What the request says goes before what the template says;
 * rules and instructions of both hold.
 *
 * @throws InputError that names the field
 */
export function describeNewTask(
  request: CreateTask,
  template: Template | undefined,
  providers: Providers,
): NewTaskWork {
  const words = template
    ? fillTemplate(template, request.parameters ?? {}, request.instructions)
    : wordsOf(request);
  const agent = agentOf(request, template, providers);
  const rules = sortRules(template?.validationRules ?? []);
  const image = template?.image ?? request.annotatedImage;
  const {
    commands = [],
    // A script would only do the same again.
    repairRounds = agent.script === null ? DEFAULT_REPAIR_ROUNDS : 0,
  } = request.validation ?? {};
  return {
    ...agent,
    name: request.name ?? nameFromInstructions(words.instructions),
    instructions: words.instructions,
    parameters: words.parameters,
    template: template?.name ?? null,
    templateUid: template?.uid ?? null,
    validationSpec: {
      ...rules,
      commands: [...new Set([...rules.commands, ...commands])],
      repairRounds,
      ...(request.annotatedChecks && { annotated: request.annotatedChecks }),
      ...(image && { image }),
      ...(request.hooks && {
        hooks: { pre: [], post: [], ...request.hooks },
      }),
    },
    trigger:
      request.trigger ??
      (template ? { kind: 'template', ref: template.name } : { kind: 'api' }),
  };
}

function wordsOf(request: CreateTask) {
  if (request.parameters !== undefined) {
    throw invalid(
      'parameters',
      `are the values of a template: name it in 'templateId', or leave them out`,
    );
  }
  if (request.instructions === undefined) {
    throw invalid('instructions', 'is missing');
  }
  return { instructions: request.instructions, parameters: null };
}

/** A template's model and script were written for its provider: another one does without them. */
function agentOf(
  request: CreateTask,
  template: Template | undefined,
  providers: Providers,
) {
  const preferred = template?.provider ?? undefined;
  // A script says by itself what runs it.
  const scripted = request.run !== undefined || Boolean(template?.runTemplate);
  const provider = findProvider(
    providers,
    request.provider ??
      preferred ??
      (scripted ? undefined : request.annotatedProvider),
  );
  checkAvailable(provider);
  const same = provider.id === (preferred ?? providers.defaultProvider);
  const script =
    request.run ?? (same ? template?.runTemplate ?? undefined : undefined);
  const model =
    request.model ?? (same ? template?.model ?? undefined : undefined);
  checkScript(provider, script);
  if (model !== undefined) checkModel(provider, model);
  if (request.budget !== undefined) checkBudget(provider);
  return {
    provider: provider.id,
    script: script ?? null,
    model: model ?? null,
  };
}
