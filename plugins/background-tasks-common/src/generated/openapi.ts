// Made from plugins/background-tasks-backend/src/schema/openapi.yaml by 'npm run generate': change that, and run it again.
export interface paths {
  '/projects': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /** The projects that the caller may see, and what can run in them */
    get: operations['listProjects'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/background-tasks': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
      };
      cookie?: never;
    };
    /** The tasks of one project */
    get: operations['listTasksOfProject'];
    put?: never;
    /**
     * Creates a task
     * @description It is admitted if the repository is the project's, the caller may write to it, and no limit is reached. With an `Idempotency-Key` the same request answers the same task again for 24 hours; another request under the same key is 409.
     */
    post: operations['createTask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/background-tasks': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /** The tasks of all of the caller's projects */
    get: operations['listTasks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/background-tasks/counts': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /**
     * How many tasks of all of the caller's projects have each status
     * @description The filters are those of the list.
     */
    get: operations['countTasks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/repositories/check': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /**
     * Whether the caller could have a repository changed, and what is known of it
     * @description For forms that check while somebody types. Of a repository that none of the caller's projects may change, nothing is told but that. What the code host says is remembered for a minute.
     */
    get: operations['checkRepository'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/entities/check': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /**
     * What is wrong with the annotations of a catalog entity
     * @description For the pages of the entity: of those annotations that only the backend reads, which are the checks of its repository. It tells nothing of an entity that the caller may not see in the catalog.
     */
    get: operations['checkEntity'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/background-tasks/{name}': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    /** A whole task */
    get: operations['getTask'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/background-tasks/{name}/events': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    /**
     * The events of a task, live until it ends
     * @description As an event stream (`Accept: text/event-stream`, the default): `id` is the event's position, `event` its type, `data` the event; a comment every 15 s keeps it alive; after the last event of an ended task comes `event: end`. As JSON (`Accept: application/json`) a long poll: what is there, or what comes within `wait` seconds.
     */
    get: operations['followEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/events': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /**
     * The events of several tasks in one stream, live until all have ended
     * @description Each message is JSON: `{task: {project, name}, type: event, event}`, `{task, type: end}` after the last event of a task that has ended, or `{task, type: refused, status}` for one that is not there or that the caller may not read. A comment every 15 s keeps the stream alive.
     */
    get: operations['followTasks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/background-tasks/{name}/logs': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    /** The whole log as text */
    get: operations['getLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/background-tasks/{name}/diff': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    /** The change as a unified diff; empty where there is none */
    get: operations['getDiff'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/background-tasks/{name}/objects': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    /**
     * Where the latest run of a task is in a cluster, and what the cluster says of it
     * @description The AgenticSession, the Job and the Pod, as far as they are there: Job and Pod are removed some time after the run. Empty where tasks run elsewhere than in a cluster, and before the run has begun. 503 where the cluster does not answer within 5 s.
     */
    get: operations['listTaskObjects'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/background-tasks/{name}/cancel': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Cancels a task and waits up to 10 s for its end */
    post: operations['cancelTask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/background-tasks/{name}/retry': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Makes a new task like one that is Failed, Timeout or Stopped */
    post: operations['retryTask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/background-tasks/{name}/template': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Makes a template out of a task that succeeded */
    post: operations['createTemplateFromTask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/settings': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
      };
      cookie?: never;
    };
    /** What holds in a project, as the configuration has it, and what of its budgets is spent */
    get: operations['getProjectSettings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/task-templates': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /** The templates of all of the caller's projects, by name */
    get: operations['listTemplates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/insights': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /**
     * What came of the tasks that the caller may see
     * @description Figures of the tasks that were created from `from` on and before `to`. They may be 30 s old.
     */
    get: operations['getInsights'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/task-templates': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
      };
      cookie?: never;
    };
    /** The templates of a project, by name */
    get: operations['listTemplatesOfProject'];
    put?: never;
    /** Creates a template */
    post: operations['createTemplate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/projects/{project}/task-templates/{template}': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        template: components['parameters']['templateName'];
      };
      cookie?: never;
    };
    /** A template */
    get: operations['getTemplate'];
    /** Replaces a template; tasks that were made from it keep their words */
    put: operations['updateTemplate'];
    post?: never;
    /** Deletes a template; tasks that were made from it stay */
    delete: operations['deleteTemplate'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/providers': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /** What can run here, and why not */
    get: operations['listProviders'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/audit': {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    /** Who did what when, in the caller's projects, the newest first */
    get: operations['listAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/search/documents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The tasks of all projects for the portal's search, the newest first
     * @description Answers the portal's own search plugin alone (by its token); anybody else gets 403.
     */
    get: operations['listSearchDocuments'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Whether this backend takes up tasks
     * @description For monitoring; it needs no token.
     */
    get: operations['getHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document */
    get: operations['getOpenApi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Error: {
      error: {
        name: string;
        message: string;
        /** @description Stable, see the table of codes */
        code?: string;
        /** @description The field that is wrong */
        field?: string;
      };
      request?: Record<string, never>;
      response: {
        statusCode: number;
      };
    };
    /** @description an entity reference, such as component:default/name */
    EntityRef: string;
    /** @description 1 to 40 lower-case letters, digits and '-', beginning and ending with a letter or digit */
    TaskName: string;
    /** @description 1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit */
    TemplateName: string;
    /** @enum {string} */
    TaskStatus:
      | 'Pending'
      | 'Creating'
      | 'Running'
      | 'Completed'
      | 'Failed'
      | 'Stopped'
      | 'Timeout';
    /** @enum {string} */
    TaskOutcome:
      | 'pullRequest'
      | 'noChanges'
      | 'validationFailed'
      | 'hookFailed'
      | 'tooLarge'
      | 'conflict'
      | 'agentFailed'
      | 'budgetExhausted'
      | 'infrastructure'
      | 'accessDenied'
      | 'cancelled'
      | 'deadlineExceeded';
    /** @enum {string} */
    TaskPhase:
      | 'initialize'
      | 'clone'
      | 'baseline'
      | 'agent'
      | 'collect'
      | 'validate'
      | 'publish'
      | 'done';
    /** @enum {string} */
    CheckKind: 'format' | 'lint' | 'typecheck' | 'test' | 'build';
    CheckFailure: {
      /** @description From the root of the repository */
      file?: string;
      line?: number;
      /** @description The linter's rule, the compiler's code, or the test's name */
      rule?: string;
      message: string;
    };
    CheckResult: {
      kind: components['schemas']['CheckKind'];
      command: string;
      /** @description The folder that it ran in; left out for the repository's root */
      directory?: string;
      /** @description Where the command was found */
      reason: string;
      /**
       * @description failed: a new failure. failedBefore: it failed on the untouched base too, so it does not block.
       * @enum {string}
       */
      status: 'passed' | 'failed' | 'failedBefore' | 'notRun';
      exitCode: number | null;
      durationMs: number;
      /** @description The last lines of its output; empty where it passed */
      output: string;
      /** @description What failed, one by one, as far as the tool says it; at most 100 */
      failures?: components['schemas']['CheckFailure'][];
      /** @description At the gate: those that the change brought */
      newFailures?: components['schemas']['CheckFailure'][];
      /** @description At the gate: those that stood before */
      knownFailures?: components['schemas']['CheckFailure'][];
      /** @description How many tests ran, where the tool says it */
      testCount?: number;
      /** @description It failed, and passed when it was run once more */
      flaky?: boolean;
      /**
       * @description Why it was not run: it found no test, or a program, service or folder that it needs is not there
       * @enum {string}
       */
      notRunBecause?: 'noTests' | 'program' | 'service' | 'folder';
    };
    ValidationReport: {
      /** @description The checks on the untouched base commit */
      baseline: components['schemas']['CheckResult'][];
      /** @description The checks on the change: those that decide */
      gate: components['schemas']['CheckResult'][];
      /**
       * @description null until the gate has spoken. none: there is no check, and the project allows that.
       * @enum {string|null}
       */
      verdict: 'passed' | 'failed' | 'none' | null;
    };
    ChangedFile: {
      path: string;
      /** @enum {string} */
      status: 'added' | 'modified' | 'deleted';
      /** @enum {string|null} */
      mode: '100644' | '100755' | '120000' | null;
      /** @description Lines; null for binary files */
      additions: number | null;
      deletions: number | null;
    };
    /** @description How many active tasks there may be; 0 means no limit */
    Limits: {
      perUser: number;
      perRepository: number;
      perProject: number;
    };
    /** @description When either is used up, the agent is stopped */
    Budget: {
      usd?: number;
      tokens?: number;
    };
    /** @description How the change is published */
    Output: {
      /**
       * @description Where the branch is made: in the repository, or in a fork of it that belongs to the configured organization or to the user of the configured token
       * @default origin
       * @enum {string}
       */
      type: 'origin' | 'fork';
      /** @description The branch that the pull request is for; by default the base branch */
      target?: string;
      /** @default false */
      draft: boolean;
      labels?: string[];
      /** @description Logins at the code host, and teams as organization/team */
      reviewers?: string[];
    };
    /** @description What made the task; for people */
    Trigger: {
      /** @enum {string} */
      kind: 'user' | 'template' | 'scaffolder' | 'schedule' | 'issue' | 'api';
      ref?: string;
    };
    ParameterValue: string | number | boolean;
    /** @description Commands that run in the task's workspace around its agent, by sh. One that fails ends the task with hookFailed. */
    Hooks: {
      /** @description Before the agent */
      pre?: string[];
      /** @description After the agent, before the checks */
      post?: string[];
    };
    CreateBackgroundTaskRequest: {
      name?: components['schemas']['TaskName'];
      /** @description What is to be done; required unless a template says it */
      instructions?: string;
      /** @description Exactly one of this and entityRef */
      repository?: {
        url: string;
        /** @description The base branch; by default the repository's own */
        branch?: string;
      };
      entityRef?: components['schemas']['EntityRef'];
      provider?: string;
      /** @description For providers that have models */
      model?: string;
      /** @description One sh script: required for the provider script, refused for others */
      run?: string;
      /** @description The name of a template of the project */
      templateId?: string;
      /** @description The values of the template's parameters */
      parameters?: {
        [key: string]: components['schemas']['ParameterValue'];
      };
      /** @description default 3600 */
      timeoutSeconds?: number;
      budget?: components['schemas']['Budget'];
      output?: components['schemas']['Output'];
      validation?: {
        /** @description Checks beside those of the repository */
        commands?: string[];
        /** @description How often failures go back to the agent; 2 by default, and 0 for a script */
        repairRounds?: number;
      };
      hooks?: components['schemas']['Hooks'];
      trigger?: components['schemas']['Trigger'];
      /** @description The user that a service acts for: for configured services alone */
      onBehalfOf?: components['schemas']['EntityRef'];
    };
    CreateBackgroundTaskResponse: {
      name: string;
      uid: string;
      /** @enum {string} */
      status: 'Pending';
      /** Format: date-time */
      createdAt: string;
    };
    BackgroundTaskSummary: {
      project: string;
      name: string;
      uid: string;
      status: components['schemas']['TaskStatus'];
      outcome: components['schemas']['TaskOutcome'] | null;
      /** @description Percent; it never falls */
      progress: number;
      currentPhase: string;
      creator: string;
      repository: string;
      entityRef: string | null;
      provider: string;
      templateId: string | null;
      trigger: components['schemas']['Trigger'];
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      startedAt: string | null;
      /** Format: date-time */
      completedAt: string | null;
      prUrl: string | null;
      retryCount: number;
      /** @description What the caller may do with it as it is now */
      can: {
        cancel: boolean;
        retry: boolean;
      };
    };
    BackgroundTask: components['schemas']['BackgroundTaskSummary'] & {
      /** @description Why it ended as it did, for people */
      error: string | null;
      phase: components['schemas']['TaskPhase'];
      instructions: string;
      /** @description The base branch; null until it is known */
      branch: string | null;
      model: string | null;
      run: string | null;
      parameters: {
        [key: string]: components['schemas']['ParameterValue'];
      } | null;
      /** @description The last 10 KB of the log */
      logs: string;
      validation: components['schemas']['ValidationReport'];
      changedFiles: components['schemas']['ChangedFile'][];
      change: components['schemas']['Change'];
      usage: components['schemas']['Usage'];
      budget: components['schemas']['Budget'] | null;
      output: components['schemas']['Output'] | null;
      /** @description Checks that the task brought itself */
      extraCommands: string[];
      hooks?: components['schemas']['Hooks'];
      prNumber: number | null;
      /**
       * @description As it was when it was last read
       * @enum {string|null}
       */
      prState: 'open' | 'merged' | 'closed' | null;
      timeoutSeconds: number;
      /** @description The name of the task that this one retries */
      retryOf: string | null;
      /** @description The name of the task that retries this one */
      retriedBy: string | null;
      /** @description The service that created the task for its creator */
      onBehalfOf: string | null;
      /** @description Whether a cancel was asked for and is not yet done */
      stopping: boolean;
      /** @description What isolates the workspace, for people */
      isolation: string[];
      /** @description Rules of the template that no program checks */
      uncheckedRules: string[];
      runs: components['schemas']['Run'][];
      links: {
        page: string;
        events: string;
        logs: string;
        diff: string;
      };
      /** @description Other pull requests of background tasks on the same repository that were last seen open, of all of the tasks that the caller may see */
      openPullRequests: {
        project: string;
        name: string;
        prUrl: string;
      }[];
    };
    Change: {
      baseCommit: string | null;
      headCommit: string | null;
      commitMessage: string | null;
      bundleHash: string | null;
      provider: string;
      model: string | null;
      agentVersion: string | null;
      repairRounds: number;
      /** @description Each round of the agent as far as it has come, in the order in which they were begun. What a model call used counts for the round that had begun last when it ended. A task that is carried out again begins at round 0 again */
      rounds: components['schemas']['AgentRound'][];
    };
    AgentRound: {
      /** @description 0 is the first, then those of the repair */
      round: number;
      /** @description The checks that failed and sent the agent into this round; null for the first */
      reason: string | null;
      /** @description What the round changed; the first 100 paths */
      files: string[];
      /** @description How many files it changed; null until it is over, or where git cannot tell */
      fileCount: number | null;
      usage: components['schemas']['Usage'];
    };
    Usage: {
      inputTokens: number;
      outputTokens: number;
      /** @description null where the price of a call is unknown */
      costUsd: number | null;
    };
    Run: {
      attempt: number;
      executor: string;
      /** Format: date-time */
      startedAt: string | null;
      /** Format: date-time */
      endedAt: string | null;
      endReason: string | null;
    };
    ListTaskObjectsResponse: {
      items: components['schemas']['TaskObject'][];
    };
    /** @description An object in a cluster that a run is made of */
    TaskObject: {
      /** @description Such as AgenticSession, Job, Pod */
      kind: string;
      name: string;
      namespace: string;
      /** @description Its name in the configuration */
      cluster: string;
      /** @description Its phase or the like, in a word or two of the cluster's */
      status: string;
      /** Format: date-time */
      createdAt: string;
      /** @description Of a Pod, in the order in which they run */
      containers?: components['schemas']['TaskContainer'][];
      /** @description What the cluster says of it, the newest first, at most 100 */
      events: components['schemas']['TaskObjectEvent'][];
    };
    TaskContainer: {
      name: string;
      /** @enum {string} */
      state: 'waiting' | 'running' | 'terminated';
      /** @description Why it waits or ended, in one word of the cluster's */
      reason: string | null;
      /** @description null until it has ended */
      exitCode: number | null;
      restartCount: number;
    };
    TaskObjectEvent: {
      /** @description Normal or Warning */
      type: string;
      /** @description In one word */
      reason: string;
      /** @description At most 1000 characters */
      message: string;
      /** @description How often it happened */
      count: number;
      /** Format: date-time */
      lastSeenAt: string;
    };
    CancelBackgroundTaskResponse: {
      status: components['schemas']['TaskStatus'];
      stopping?: boolean;
    };
    RetryBackgroundTaskResponse: {
      name: string;
      uid: string;
      /** @enum {string} */
      status: 'Pending';
      retryCount: number;
    };
    ListBackgroundTasksResponse: {
      items: components['schemas']['BackgroundTaskSummary'][];
      /** @description Exact up to 10,000; what other replicas changed within the last second may be missing in it */
      total: number;
      totalIsExact: boolean;
      nextCursor: string | null;
    };
    TaskCounts: {
      /** @description One of each status */
      items: {
        status: components['schemas']['TaskStatus'];
        /** @description Exact up to 10,000 */
        count: number;
        countIsExact: boolean;
      }[];
    };
    EntityCheck: {
      /** @description Empty where nothing is wrong */
      problems: {
        /** @description The name of the annotation */
        annotation: string;
        /** @description What is wrong, and what would be right */
        message: string;
      }[];
    };
    RepositoryCheck: {
      /** @description The address, as its host has it */
      url: string;
      /** @description The caller's projects that may change it */
      projects: string[];
      /**
       * @description notAllowed: no project of the caller may change it. unsupported: no integration is configured for its host. unknown: its host could not be asked
       * @enum {string}
       */
      state: 'found' | 'notFound' | 'notAllowed' | 'unsupported' | 'unknown';
      /** @description Why it is not found, in words for people */
      message: string | null;
      defaultBranch: string | null;
      /** @description null where the caller's login at the host, or what it may do there, is not known */
      mayWrite: boolean | null;
      /** @description The checks that its files speak of at first sight; the task itself finds out more. null where its files could not be read */
      checks:
        | {
            kind: components['schemas']['CheckKind'] | null;
            name: string;
            /** @description The file that says so */
            source: string;
          }[]
        | null;
      /** @description How many tasks work on it now, of whatever project */
      activeTasks: number;
    };
    /** @description What a phase of the run said, or status where the task changed */
    Event: {
      position: number;
      /** Format: date-time */
      time: string;
      phase: components['schemas']['TaskPhase'];
      /** @enum {string} */
      type:
        | 'log'
        | 'progress'
        | 'validation'
        | 'hook'
        | 'usage'
        | 'agent'
        | 'activity'
        | 'repair'
        | 'round'
        | 'changes'
        | 'bundle'
        | 'outcome'
        | 'status'
        | 'truncated';
    };
    Health: {
      /** @enum {string} */
      status: 'ok' | 'error';
      /** @description What stands still */
      message?: string;
    };
    EventsResponse: {
      items: components['schemas']['Event'][];
      /** @description Whether the task has ended and nothing comes after these */
      ended: boolean;
    };
    ListProjectsResponse: {
      items: components['schemas']['Project'][];
      providers: components['schemas']['Provider'][];
    };
    Project: {
      name: string;
      title: string;
      /** @description Its Kubernetes namespace */
      namespace: string;
      limits: components['schemas']['Limits'];
      running: number;
      pending: number;
      may: {
        create: boolean;
        manageTemplates: boolean;
      };
    };
    ProjectSettings: {
      project: components['schemas']['Project'];
      /** @description Entity refs; the members of these groups are the project's */
      members: string[];
      /** @description Entity refs of those who may cancel and retry what others created */
      owners: string[];
      /** @description Beside those of the catalog entities that the members own */
      repositories: string[];
      budgets: {
        /** @description Of a task that names none */
        task: components['schemas']['Budget'] | null;
        day: components['schemas']['Spending'];
        month: components['schemas']['Spending'];
      };
      maxTimeoutSeconds: number;
      validation: {
        allowNoChecks: boolean;
        allowChangedChecks: boolean;
        strict: boolean;
        allowNotRun: boolean;
        allowFewerTests: boolean;
        /** @description The checks, in place of all that would be found; null where they are found */
        commands:
          | {
              kind: components['schemas']['CheckKind'];
              command: string;
              directory: string | null;
            }[]
          | null;
      };
      changes: {
        maxFiles: number;
        /** @description Compressed */
        maxBytes: number;
        /** @description What may be changed though it is refused by default */
        allowed: string[];
        refused: string[];
        /** @description Patterns of `.gitignore` */
        protectedPaths: string[];
      };
      /** @enum {string} */
      onConflict: 'fail' | 'rerun';
    };
    /** @description Of a day or a month of UTC */
    Spending: {
      /** @description 2026-11 or 2026-11-21 */
      period: string;
      limit: components['schemas']['Budget'] | null;
      usd: number;
      tokens: number;
    };
    Model: {
      id: string;
      title: string;
      /** @description In USD per million tokens; null where it is unknown */
      price: {
        input: number;
        output: number;
        cacheRead: number | null;
        cacheWrite: number | null;
      } | null;
    };
    Insights: {
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
      /**
       * @description Of `overTime`; weeks begin on Monday
       * @enum {string}
       */
      interval: 'day' | 'week';
      total: components['schemas']['InsightFigures'];
      /** @description From the creation of a task to its pull request, in seconds; null where there is none */
      timeToPullRequest: {
        median: number | null;
        p90: number | null;
      };
      overTime: {
        /** Format: date-time */
        start: string;
        figures: components['schemas']['InsightFigures'];
      }[];
      /** @description The 50 with the most tasks */
      byProject: components['schemas']['InsightGroup'][];
      /** @description The 50 with the most tasks */
      byTemplate: components['schemas']['InsightGroup'][];
      /** @description The 50 with the most tasks, by the groups of the catalog that the creators are members of: a task counts for each of its creator's */
      byTeam: components['schemas']['InsightGroup'][];
      /** @description The 50 with the most tasks */
      byProvider: components['schemas']['InsightGroup'][];
    };
    InsightGroup: {
      /** @description A name or an entity ref; null for tasks without one */
      name: string | null;
      /** @description Of a template */
      project: string | null;
      figures: components['schemas']['InsightFigures'];
    };
    InsightFigures: {
      tasks: number;
      statuses: {
        Pending: number;
        Creating: number;
        Running: number;
        Completed: number;
        Failed: number;
        Stopped: number;
        Timeout: number;
      };
      /** @description Completed among those that ended by themselves, from 0 to 1: those that somebody stopped do not count; null where there is none */
      successRate: number | null;
      /** @description Tasks that retry another one */
      retries: number;
      retriesSucceeded: number;
      ended: number;
      /** @description Ended within an hour of their creation */
      endedWithinHour: number;
      pullRequests: {
        open: number;
        merged: number;
        /** @description Without being merged */
        closed: number;
      };
      /** @description Of models */
      costUsd: number;
      tasksOfUnknownCost: number;
      tokens: number;
    };
    Provider: {
      id: string;
      title: string;
      default: boolean;
      takesScript: boolean;
      available: boolean;
      /** @description Why it cannot run here */
      reason: string | null;
      models: string[];
      /** @description The same, with their prices */
      modelDetails: components['schemas']['Model'][];
      /** @description Of a task that names none */
      defaultModel: string | null;
      /** @description Whether a task may also name a model that is not among them */
      takesAnyModel: boolean;
      /** @description The key of its models; null where it needs none. The key itself is never told */
      key: {
        /** @description Whether the deployment has one */
        isSet: boolean;
        /** @description Where the API of its models is */
        host: string;
      } | null;
      /** @description Of a task that says nothing of them */
      repairRounds: number;
    };
    SearchDocument: {
      project: string;
      name: string;
      status: components['schemas']['TaskStatus'];
      creator: components['schemas']['EntityRef'];
      repositoryUrl: string;
      entityRef: string | null;
      provider: string;
      template: string | null;
      prUrl: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      completedAt: string | null;
      /** @description The first 1,000 characters */
      instructions: string;
      /** @description The first 1,000 characters */
      error: string | null;
    };
    AuditEntry: {
      /** Format: date-time */
      time: string;
      /** @description Such as task-create, task-create-replay (the same request again, by its Idempotency-Key), task-cancel, task-retry, task-ended, template-create */
      action: string;
      /** @description The user or the service that called */
      actor: string;
      /** @description The user that a service acted for */
      onBehalfOf: string | null;
      project: string;
      task: string | null;
      /** @enum {string} */
      result: 'success' | 'failure';
      /** @description The code of a refusal; the outcome of a task that ended; the name of a template; of a retry the name of the task that was retried */
      detail: string | null;
    };
    TemplateParameter: {
      /** @description a letter, then letters, digits and '_', at most 64 */
      name: string;
      /** @enum {string} */
      type: 'string' | 'number' | 'boolean' | 'enum';
      /** @description By default it is not */
      required?: boolean;
      defaultValue?: components['schemas']['ParameterValue'];
      /** @description For strings; it runs in linear time (RE2) */
      validationRegex?: string;
      /** @description For enums */
      values?: string[];
      description?: string;
    };
    ValidationRule:
      | {
          command: string;
        }
      | {
          fileExists: string;
        }
      | string;
    TaskTemplateInput: {
      name: components['schemas']['TemplateName'];
      displayName: string;
      description?: string;
      /** @description With {{parameter}} where a value goes */
      instructionsTemplate: string;
      parameters?: components['schemas']['TemplateParameter'][];
      validationRules?: components['schemas']['ValidationRule'][];
      provider?: string;
      model?: string;
      /** @description The sh script for the provider script. Parameters reach it as environment variables (`PARAM_<name>`); they are never spliced into it. */
      runTemplate?: string;
      /** @description The container image in which the agent and the checks of its tasks run, as `registry/path:tag`; it goes before that of the catalog entity and of the project. Executors without images do not look at it. */
      image?: string;
    };
    TaskTemplate: {
      uid: string;
      project: string;
      name: string;
      displayName: string;
      description: string;
      instructionsTemplate: string;
      parameters: components['schemas']['TemplateParameter'][];
      validationRules: components['schemas']['ValidationRule'][];
      provider: string | null;
      model: string | null;
      runTemplate: string | null;
      image: string | null;
      createdBy: string;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
      usageCount: number;
      /** @description Of the tasks made from it that the caller may see */
      statistics: {
        tasks: number;
        active: number;
        completed: number;
        /** @description Failed or timed out */
        failed: number;
        stopped: number;
        /** @description Completed among those that ended by themselves, from 0 to 1: those that somebody stopped do not count; null where there is none */
        successRate: number | null;
      };
      /** Format: date-time */
      lastUsed: string | null;
    };
  };
  responses: {
    /** @description Refused, with the reason */
    Error: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The template that was created */
    TemplateCreated: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': {
          name: string;
          uid: string;
        };
      };
    };
  };
  parameters: {
    /** @description The user that a configured service acts for: required from services, refused from users */
    onBehalfOf: components['schemas']['EntityRef'];
    project: string;
    name: string;
    templateName: string;
    /** @description mine: those that the caller created. groups: those of the projects that the caller is in directly, not by a group's group alone */
    scope: 'mine' | 'groups' | 'all';
    /** @description In any case; several by repeating it */
    status: string[];
    /** @description Left out, all of the caller's projects */
    projectFilter: string;
    /** @description An entity ref, or the e-mail address of a user of the catalog */
    creator: string;
    /** @description The address of a repository */
    repository: string;
    entityRef: components['schemas']['EntityRef'];
    /** @description The name of a template */
    template: string;
    provider: string;
    outcome: components['schemas']['TaskOutcome'];
    /** @description Created at this time or later */
    from: string;
    /** @description Created before this time */
    to: string;
    /** @description Words that name or instructions contain, in any case */
    q: string;
    /** @description By what; `-` in front: descending */
    sort: 'createdAt' | '-createdAt' | 'name' | '-name';
    /** @description `nextCursor` of the page before, with the same filters */
    cursor: string;
    limit: number;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listProjects: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The projects */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListProjectsResponse'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listTasksOfProject: {
    parameters: {
      query?: {
        /** @description In any case; several by repeating it */
        status?: components['parameters']['status'];
        /** @description An entity ref, or the e-mail address of a user of the catalog */
        creator?: components['parameters']['creator'];
        /** @description The address of a repository */
        repository?: components['parameters']['repository'];
        entityRef?: components['parameters']['entityRef'];
        /** @description The name of a template */
        template?: components['parameters']['template'];
        provider?: components['parameters']['provider'];
        outcome?: components['parameters']['outcome'];
        /** @description Created at this time or later */
        from?: components['parameters']['from'];
        /** @description Created before this time */
        to?: components['parameters']['to'];
        /** @description Words that name or instructions contain, in any case */
        q?: components['parameters']['q'];
        /** @description By what; `-` in front: descending */
        sort?: components['parameters']['sort'];
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: components['parameters']['cursor'];
        limit?: components['parameters']['limit'];
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of tasks */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListBackgroundTasksResponse'];
        };
      };
      /** @description The query is longer than the server reads */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  createTask: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
        'Idempotency-Key'?: string;
      };
      path: {
        project: components['parameters']['project'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateBackgroundTaskRequest'];
      };
    };
    responses: {
      /** @description The task that was created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreateBackgroundTaskResponse'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listTasks: {
    parameters: {
      query?: {
        /** @description Left out, all of the caller's projects */
        project?: components['parameters']['projectFilter'];
        /** @description mine: those that the caller created. groups: those of the projects that the caller is in directly, not by a group's group alone */
        scope?: components['parameters']['scope'];
        /** @description In any case; several by repeating it */
        status?: components['parameters']['status'];
        /** @description An entity ref, or the e-mail address of a user of the catalog */
        creator?: components['parameters']['creator'];
        /** @description The address of a repository */
        repository?: components['parameters']['repository'];
        entityRef?: components['parameters']['entityRef'];
        /** @description The name of a template */
        template?: components['parameters']['template'];
        provider?: components['parameters']['provider'];
        outcome?: components['parameters']['outcome'];
        /** @description Created at this time or later */
        from?: components['parameters']['from'];
        /** @description Created before this time */
        to?: components['parameters']['to'];
        /** @description Words that name or instructions contain, in any case */
        q?: components['parameters']['q'];
        /** @description By what; `-` in front: descending */
        sort?: components['parameters']['sort'];
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: components['parameters']['cursor'];
        limit?: components['parameters']['limit'];
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of tasks */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListBackgroundTasksResponse'];
        };
      };
      /** @description The query is longer than the server reads */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  countTasks: {
    parameters: {
      query?: {
        /** @description Left out, all of the caller's projects */
        project?: components['parameters']['projectFilter'];
        /** @description mine: those that the caller created. groups: those of the projects that the caller is in directly, not by a group's group alone */
        scope?: components['parameters']['scope'];
        /** @description An entity ref, or the e-mail address of a user of the catalog */
        creator?: components['parameters']['creator'];
        /** @description The address of a repository */
        repository?: components['parameters']['repository'];
        entityRef?: components['parameters']['entityRef'];
        /** @description The name of a template */
        template?: components['parameters']['template'];
        provider?: components['parameters']['provider'];
        /** @description Created at this time or later */
        from?: components['parameters']['from'];
        /** @description Created before this time */
        to?: components['parameters']['to'];
        /** @description Words that name or instructions contain, in any case */
        q?: components['parameters']['q'];
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The counts */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TaskCounts'];
        };
      };
      /** @description The query is longer than the server reads */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  checkRepository: {
    parameters: {
      query: {
        /** @description The address of the repository */
        url: string;
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What is known of it */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RepositoryCheck'];
        };
      };
      /** @description The query is longer than the server reads */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  checkEntity: {
    parameters: {
      query: {
        /** @description The entity, such as component:default/sample-service */
        entityRef: components['schemas']['EntityRef'];
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What is wrong */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntityCheck'];
        };
      };
      /** @description The query is longer than the server reads */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  getTask: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The task */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BackgroundTask'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  followEvents: {
    parameters: {
      query?: {
        /** @description Only events after this position */
        after?: number;
        /** @description How long a long poll waits, in seconds */
        wait?: number;
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
        /** @description As `after`, sent by an event stream that resumes */
        'Last-Event-ID'?: string;
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The events */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': {
            id?: string;
            event: string;
            /** @description The event as JSON */
            data: string;
          };
          'application/json': components['schemas']['EventsResponse'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  followTasks: {
    parameters: {
      query: {
        /** @description `<project>/<name>@<position>`: only the events after that position */
        task: string[];
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The events */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': {
            /** @description The message as JSON */
            data: string;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  getLog: {
    parameters: {
      query?: {
        /** @description Whether a browser is to save it as a file */
        download?: boolean;
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
        /** @description `bytes=<from>-<to>`: a part of it */
        Range?: string;
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The text */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description A part of the text */
      206: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      default: components['responses']['Error'];
    };
  };
  getDiff: {
    parameters: {
      query?: {
        /** @description Whether a browser is to save it as a file */
        download?: boolean;
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
        /** @description `bytes=<from>-<to>`: a part of it */
        Range?: string;
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The text */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description A part of the text */
      206: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      default: components['responses']['Error'];
    };
  };
  listTaskObjects: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The objects, as they were at most 2 s ago */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListTaskObjectsResponse'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  cancelTask: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The task has ended */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CancelBackgroundTaskResponse'];
        };
      };
      /** @description The task is being stopped */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CancelBackgroundTaskResponse'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  retryTask: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The new task */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RetryBackgroundTaskResponse'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  createTemplateFromTask: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          name: components['schemas']['TemplateName'];
          displayName: string;
          description?: string;
        };
      };
    };
    responses: {
      201: components['responses']['TemplateCreated'];
      default: components['responses']['Error'];
    };
  };
  getProjectSettings: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The settings */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProjectSettings'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listTemplates: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: components['parameters']['cursor'];
        limit?: components['parameters']['limit'];
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of templates */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['TaskTemplate'][];
            nextCursor: string | null;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  getInsights: {
    parameters: {
      query: {
        /** @description Left out, all of the caller's projects */
        project?: components['parameters']['projectFilter'];
        /** @description Created at this time or later */
        from: string;
        /** @description Created before this time; at most two years after `from` */
        to: string;
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The figures */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Insights'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listTemplatesOfProject: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: components['parameters']['cursor'];
        limit?: components['parameters']['limit'];
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of templates */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['TaskTemplate'][];
            nextCursor: string | null;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  createTemplate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TaskTemplateInput'];
      };
    };
    responses: {
      201: components['responses']['TemplateCreated'];
      default: components['responses']['Error'];
    };
  };
  getTemplate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        template: components['parameters']['templateName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The template */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TaskTemplate'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  updateTemplate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        template: components['parameters']['templateName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TaskTemplateInput'];
      };
    };
    responses: {
      /** @description The template as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TaskTemplate'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  deleteTemplate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path: {
        project: components['parameters']['project'];
        template: components['parameters']['templateName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  listProviders: {
    parameters: {
      query?: never;
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The providers */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Provider'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  listAudit: {
    parameters: {
      query?: {
        project?: string;
        /** @description The name of a task; needs `project` */
        task?: string;
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: components['parameters']['cursor'];
        limit?: components['parameters']['limit'];
      };
      header?: {
        /** @description The user that a configured service acts for: required from services, refused from users */
        'X-Background-Tasks-On-Behalf-Of'?: components['parameters']['onBehalfOf'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of the history */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['AuditEntry'][];
            nextCursor: string | null;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  listSearchDocuments: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before, with the same filters */
        cursor?: components['parameters']['cursor'];
        limit?: components['parameters']['limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of tasks */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['SearchDocument'][];
            nextCursor: string | null;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  getHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It does */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      /** @description It has stood still for more than 30 s */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
    };
  };
  getOpenApi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description This document */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': Record<string, never>;
        };
      };
    };
  };
}
