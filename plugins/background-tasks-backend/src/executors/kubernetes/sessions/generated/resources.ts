// Made from crds/agenticsessions-crd.yaml and crds/tasktemplates-crd.yaml by 'npm run generate': change that, and run it again.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AgenticSessionSpec: {
      /**
       * @description What kind of session it is
       * @default interactive
       * @enum {string}
       */
      mode: 'interactive' | 'batch' | 'background';
      /** @description What the agent is to do, in words */
      prompt?: string;
      /** @description The repositories that the agent works on */
      repos?: {
        input: {
          /** @description The repository, as https://host/owner/name */
          url: string;
          /** @description The branch to start from; the default branch if left out */
          branch?: string;
        };
        output?: {
          /**
           * @description Where the branch with the change is pushed to
           * @enum {string}
           */
          type?: 'fork' | 'origin';
          /** @description The branch that the pull request is to be merged into */
          target?: string;
        };
      }[];
      /** @description Whether a person talks with the agent; never in mode background */
      interactive?: boolean;
      /**
       * Format: int64
       * @description After so many seconds the session is ended
       */
      timeout?: number;
      /** @description Whether the change is pushed at the end; in mode background it always is */
      autoPushOnComplete?: boolean;
      /** @description The name of the TaskTemplate that it is made from */
      templateId?: string;
      /** @description Values for the parameters of the template */
      parameters?: {
        [key: string]: unknown;
      };
      /** @description The coding agent, by its id; that of the template, or the portal's default, if left out */
      provider?: string;
      /** @description The model that the agent uses */
      model?: string;
      /** @description The sh script for the provider script */
      run?: string;
    };
    AgenticSessionStatus: {
      /** @enum {string} */
      phase?:
        | 'Pending'
        | 'Creating'
        | 'Running'
        | 'Completed'
        | 'Failed'
        | 'Stopped'
        | 'Timeout';
      /** Format: date-time */
      startTime?: string;
      /** Format: date-time */
      completionTime?: string;
      /**
       * Format: int32
       * @description In percent; it never falls
       */
      progress?: number;
      /** @description What is being done, in words */
      currentPhase?: string;
      repos?: {
        name: string;
        /** @enum {string} */
        status?: 'pushed' | 'abandoned' | 'diff' | 'nodiff';
        prUrl?: string;
      }[];
      /** @description The last 10 KB of the log */
      logs?: string;
      /** Format: int32 */
      retryCount?: number;
      /** @description Why it failed, and what to do */
      error?: string;
      conditions?: {
        type: string;
        /** @enum {string} */
        status: 'True' | 'False' | 'Unknown';
        /** Format: int64 */
        observedGeneration?: number;
        /** Format: date-time */
        lastTransitionTime: string;
        reason: string;
        message: string;
      }[];
    };
    TaskTemplateSpec: {
      /** @description The template's name; that of the resource if left out */
      name?: string;
      displayName: string;
      description?: string;
      /** @description What the agent is to do, with {{parameter}} where a value goes */
      instructionsTemplate: string;
      parameters?: {
        name: string;
        /** @enum {string} */
        type: 'string' | 'number' | 'boolean' | 'enum';
        required?: boolean;
        /** @description A text, a number, true or false */
        defaultValue?: unknown;
        validationRegex?: string;
        values?: string[];
        description?: string;
      }[];
      /** @description What must hold after the change: {command}, {fileExists}, or words for people and agents */
      validationRules?: unknown[];
      /** @description The coding agent, by its id */
      provider?: string;
      model?: string;
      /** @description The sh script for the provider script */
      runTemplate?: string;
      /** @description The container image in which the agent and the checks of its tasks run, as registry/path:tag; it goes before that of the catalog entity and of the project */
      image?: string;
    };
    TaskTemplateStatus: {
      /** Format: int64 */
      usageCount?: number;
      /** Format: date-time */
      lastUsed?: string;
      conditions?: {
        type: string;
        /** @enum {string} */
        status: 'True' | 'False' | 'Unknown';
        /** Format: int64 */
        observedGeneration?: number;
        /** Format: date-time */
        lastTransitionTime: string;
        reason: string;
        message: string;
      }[];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
