import type {
  TemplateParameter,
  ValidationRule,
} from '@background-tasks/plugin-background-tasks-common';

/** What a template says, whatever it is called. */
export type TemplateBody = {
  displayName: string;
  description: string;
  instructionsTemplate: string;
  parameters: TemplateParameter[];
  validationRules: ValidationRule[];
  provider: string | null;
  model: string | null;
  runTemplate: string | null;
};

/** A template as it is created. */
export type NewTemplate = TemplateBody & {
  uid: string;
  project: string;
  name: string;
  /** Entity ref. */
  createdBy: string;
};

/** A template as the store holds it. All times are milliseconds since 1970, by the database's clock. */
export type Template = NewTemplate & {
  createdAt: number;
  updatedAt: number;
  usageCount: number;
  lastUsedAt: number | null;
};
