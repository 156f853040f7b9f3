import type { z as zod } from 'zod/v3';

type Zod = typeof zod;

/** What is left out of an input: the scaffolder shows the defaults of a schema, but does not fill them in. */
export const inputDefaults = {
  onConflict: 'wait',
  conflictTimeoutSeconds: 3600,
  wait: true,
  onFailure: 'fail',
  log: 'full',
} as const;

/** Inputs of the actions that make a task. */
export const newTaskFields = {
  project: (z: Zod) => z.string().describe('The project that the task is for'),
  entityRef: (z: Zod) =>
    z
      .string()
      .optional()
      .describe(
        'The catalog entity whose repository is changed; this or repositoryUrl is needed',
      ),
  repositoryUrl: (z: Zod) =>
    z
      .string()
      .optional()
      .describe('The repository; this or entityRef is needed'),
  branch: (z: Zod) =>
    z
      .string()
      .optional()
      .describe(
        'With repositoryUrl: the base branch; else the repository’s own',
      ),
  name: (z: Zod) => z.string().optional().describe('The name of the task'),
  provider: (z: Zod) =>
    z.string().optional().describe('The agent that carries it out'),
  model: (z: Zod) => z.string().optional().describe('The model of the agent'),
  timeoutSeconds: (z: Zod) =>
    z.number().int().optional().describe('The task’s deadline; at most 3600'),
  budget: (z: Zod) =>
    z
      .object({
        usd: z.number().positive().optional(),
        tokens: z.number().int().positive().optional(),
      })
      .optional()
      .describe('What models may cost; whichever is reached first counts'),
  onConflict: (z: Zod) =>
    z
      .enum(['wait', 'fail'])
      .default(inputDefaults.onConflict)
      .describe(
        'Where the repository is busy or a limit is taken: wait until it is free, or fail',
      ),
  conflictTimeoutSeconds: (z: Zod) =>
    z
      .number()
      .int()
      .positive()
      .default(inputDefaults.conflictTimeoutSeconds)
      .describe('How long to wait for that at most'),
  changesCiWorkflows: (z: Zod) =>
    z
      .boolean()
      .optional()
      .describe(
        'Whether the task is to change CI workflows: that needs the permission backgroundTask.ciWorkflow.change',
      ),
  wait: (z: Zod) =>
    z
      .boolean()
      .default(inputDefaults.wait)
      .describe('Whether to follow the task to its end'),
};

/** Inputs of the actions that follow a task. */
export const followFields = {
  onFailure: (z: Zod) =>
    z
      .enum(['fail', 'continue'])
      .default(inputDefaults.onFailure)
      .describe(
        'What a task comes to that ends without success: the step fails, or the template goes on',
      ),
  log: (z: Zod) =>
    z
      .enum(['full', 'phases'])
      .default(inputDefaults.log)
      .describe('How much of the task’s log is copied'),
};

/** Outputs of all actions. */
export const taskOutputs = {
  name: (z: Zod) => z.string().describe('The name of the task'),
  uid: (z: Zod) => z.string().describe('The uid of the task'),
  taskUrl: (z: Zod) => z.string().describe('The page of the task'),
  status: (z: Zod) => z.string().describe('The status of the task'),
  prUrl: (z: Zod) => z.string().optional().describe('The pull request'),
};
