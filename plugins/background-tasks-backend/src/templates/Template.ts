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
  /** The container image that its tasks run in; executors without images do not look at it. */
  image: string | null;
};

/** A template as it is created. */
export type NewTemplate = TemplateBody & {
  uid: string;
  project: string;
  name: string;
  /** Entity ref. */
  createdBy: string;
};

/** What came of the tasks that were made from a template. */
export type TemplateStatistics = {
  tasks: number;
  active: number;
  completed: number;
  /** Failed or timed out. */
  failed: number;
  stopped: number;
};

/** A template as the store holds it. All times are milliseconds since 1970, by the database's clock. */
export type Template = NewTemplate & {
  createdAt: number;
  updatedAt: number;
  usageCount: number;
  lastUsedAt: number | null;
};
