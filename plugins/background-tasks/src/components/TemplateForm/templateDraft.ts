import type {
  ParameterValue,
  TaskTemplate,
  TaskTemplateInput,
  TemplateParameter,
  ValidationRule,
} from '@background-tasks/plugin-background-tasks-common';

/** A parameter as the form holds it: text as it was typed. */
export type ParameterDraft = {
  /** Of the form alone: it stays the same while parameters come and go. */
  id: number;
  name: string;
  type: TemplateParameter['type'];
  required: boolean;
  description: string;
  defaultValue: string;
  /** One per line, of an enum. */
  values: string;
  validationRegex: string;
};

/** A rule as the form holds it. */
export type RuleDraft = {
  id: number;
  kind: 'command' | 'fileExists' | 'words';
  text: string;
};

/** A template as the form holds it. */
export type TemplateDraft = {
  project: string;
  name: string;
  displayName: string;
  description: string;
  instructionsTemplate: string;
  /** Empty: the portal's default. */
  provider: string;
  model: string;
  runTemplate: string;
  /** Empty: that of the component, or of the project. */
  image: string;
  parameters: ParameterDraft[];
  rules: RuleDraft[];
};

/** A template with nothing in it. */
export function emptyDraft(project: string): TemplateDraft {
  return {
    project,
    name: '',
    displayName: '',
    description: '',
    instructionsTemplate: '',
    provider: '',
    model: '',
    runTemplate: '',
    image: '',
    parameters: [],
    rules: [],
  };
}

/** The form of a template that there is. */
export function draftOf(template: TaskTemplate): TemplateDraft {
  return {
    project: template.project,
    name: template.name,
    displayName: template.displayName,
    description: template.description,
    instructionsTemplate: template.instructionsTemplate,
    provider: template.provider ?? '',
    model: template.model ?? '',
    runTemplate: template.runTemplate ?? '',
    image: template.image ?? '',
    parameters: template.parameters.map((parameter, id) => ({
      id,
      name: parameter.name,
      type: parameter.type,
      required: parameter.required ?? false,
      description: parameter.description ?? '',
      defaultValue: String(parameter.defaultValue ?? ''),
      values: (parameter.values ?? []).join('\n'),
      validationRegex: parameter.validationRegex ?? '',
    })),
    rules: template.validationRules.map(ruleDraftOf),
  };
}

/** A further parameter, with an id that none of the others has. */
export function newParameter(
  parameters: readonly ParameterDraft[],
  name = '',
): ParameterDraft {
  return {
    id: nextId(parameters),
    name,
    type: 'string',
    required: true,
    description: '',
    defaultValue: '',
    values: '',
    validationRegex: '',
  };
}

/** A further rule, with an id that none of the others has. */
export function newRule(rules: readonly RuleDraft[]): RuleDraft {
  return { id: nextId(rules), kind: 'command', text: '' };
}

/** The template that a valid form makes. */
export function templateInputOf(draft: TemplateDraft): TaskTemplateInput {
  return {
    name: draft.name.trim(),
    displayName: draft.displayName.trim(),
    instructionsTemplate: draft.instructionsTemplate,
    parameters: draft.parameters.map(parameterOf),
    validationRules: draft.rules.map(ruleOf),
    ...(draft.description.trim() && { description: draft.description.trim() }),
    ...(draft.provider && { provider: draft.provider }),
    ...(draft.model.trim() && { model: draft.model.trim() }),
    ...(draft.runTemplate.trim() && { runTemplate: draft.runTemplate }),
    ...(draft.image.trim() && { image: draft.image.trim() }),
  };
}

/** The values that an enum has: its lines. */
export function valuesOf({ values }: ParameterDraft): string[] {
  return values
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** The name that a title suggests: `Upgrade a dependency` becomes `upgrade-a-dependency`. */
export function nameOfTitle(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
}

function parameterOf(draft: ParameterDraft): TemplateParameter {
  const { name, type, required, description, validationRegex } = draft;
  const defaultValue = defaultOf(draft);
  return {
    name,
    type,
    required,
    ...(description.trim() && { description: description.trim() }),
    ...(defaultValue !== undefined && { defaultValue }),
    ...(type === 'enum' && { values: valuesOf(draft) }),
    ...(type === 'string' && validationRegex && { validationRegex }),
  };
}

function defaultOf({
  type,
  defaultValue,
}: ParameterDraft): ParameterValue | undefined {
  if (defaultValue === '') return undefined;
  if (type === 'number') return Number(defaultValue);
  return type === 'boolean' ? defaultValue === 'true' : defaultValue;
}

function ruleOf({ kind, text }: RuleDraft): ValidationRule {
  const trimmed = text.trim();
  if (kind === 'command') return { command: trimmed };
  return kind === 'fileExists' ? { fileExists: trimmed } : trimmed;
}

function ruleDraftOf(rule: ValidationRule, id: number): RuleDraft {
  if (typeof rule === 'string') return { id, kind: 'words', text: rule };
  return 'command' in rule
    ? { id, kind: 'command', text: rule.command }
    : { id, kind: 'fileExists', text: rule.fileExists };
}

function nextId(items: readonly { id: number }[]): number {
  return Math.max(-1, ...items.map(({ id }) => id)) + 1;
}
