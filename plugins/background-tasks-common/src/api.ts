import type { components, operations } from './generated/openapi';
import type { RunnerEvent } from './runnerEvent';
import type { TaskOutcome, TaskPhase, TaskStatus } from './task';

type Schemas = components['schemas'];

/** The stable `error.code` of each answer that refuses something. @public */
export const backgroundTaskErrorCodes = [
  'invalidField',
  'nameTaken',
  'concurrentTaskLimit',
  'repositoryBusy',
  'projectLimit',
  'notProjectMember',
  'notAllowed',
  'repositoryNotAllowed',
  'notFound',
  'templateNotFound',
  'notRunning',
  'notFailed',
  'notSucceeded',
  'publishing',
  'idempotencyKeyReused',
  'providerUnavailable',
  'budgetExhausted',
] as const;

/** One of them. @public */
export type BackgroundTaskErrorCode = (typeof backgroundTaskErrorCodes)[number];

/** The body of `POST /projects/:project/background-tasks`. @public */
export type CreateBackgroundTaskRequest =
  Schemas['CreateBackgroundTaskRequest'];

/** The answer to a created task. @public */
export type CreateBackgroundTaskResponse =
  Schemas['CreateBackgroundTaskResponse'];

/** One row of a list of tasks. @public */
export type BackgroundTaskSummary = Schemas['BackgroundTaskSummary'];

/** A whole task. @public */
export type BackgroundTask = Schemas['BackgroundTask'];

/** The query of a list of tasks. @public */
export type ListBackgroundTasksRequest = Omit<
  NonNullable<operations['listTasks']['parameters']['query']>,
  'status'
> & {
  /** In any case. */
  status?: TaskStatus[];
};

/** The filters of the counts by status: those of a list. @public */
export type CountBackgroundTasksRequest = NonNullable<
  operations['countTasks']['parameters']['query']
>;

/** How many tasks have each status. @public */
export type TaskCounts = Schemas['TaskCounts'];

/** Whether a repository can be changed, and what is known of it. @public */
export type RepositoryCheck = Schemas['RepositoryCheck'];

/** What is wrong with the annotations of a catalog entity. @public */
export type EntityCheck = Schemas['EntityCheck'];

/** A page of tasks. @public */
export type ListBackgroundTasksResponse =
  Schemas['ListBackgroundTasksResponse'];

/** The answer to a cancel: `stopping` says that the end was not seen yet (202). @public */
export type CancelBackgroundTaskResponse =
  Schemas['CancelBackgroundTaskResponse'];

/** The answer to a retry. @public */
export type RetryBackgroundTaskResponse =
  Schemas['RetryBackgroundTaskResponse'];

/** An object in a cluster that a run is made of. @public */
export type TaskObject = Schemas['TaskObject'];

/** A container of a Pod. @public */
export type TaskContainer = Schemas['TaskContainer'];

/** What the cluster says of an object. @public */
export type TaskObjectEvent = Schemas['TaskObjectEvent'];

/** The objects in a cluster that the latest run of a task is made of. @public */
export type ListTaskObjectsResponse = Schemas['ListTaskObjectsResponse'];

/** A project that the caller may see. @public */
export type BackgroundTasksProject = Schemas['Project'];

/** The projects that the caller may see, and what can run in them. @public */
export type ListProjectsResponse = Schemas['ListProjectsResponse'];

/** What holds in a project, and what of its budgets is spent. @public */
export type BackgroundTasksProjectSettings = Schemas['ProjectSettings'];

/** A model that an agent can work with, and its price. @public */
export type BackgroundTaskModel = Schemas['Model'];

/** The query of the figures. @public */
export type InsightsRequest = NonNullable<
  operations['getInsights']['parameters']['query']
>;

/** What came of tasks. @public */
export type Insights = Schemas['Insights'];

/** Figures of some tasks. @public */
export type InsightFigures = Schemas['InsightFigures'];

/** Figures of the tasks of one project, template, team or provider. @public */
export type InsightGroup = Schemas['InsightGroup'];

/** An agent that tasks can be given to. @public */
export type BackgroundTaskProvider = Schemas['Provider'];

/** How the change of a task is published. @public */
export type TaskOutput = Schemas['Output'];

/** What a task may use up. @public */
export type TaskBudget = Schemas['Budget'];

/** What made a task. @public */
export type TaskTrigger = Schemas['Trigger'];

/** The value of a template's parameter. @public */
export type ParameterValue = Schemas['ParameterValue'];

/** A parameter of a template. @public */
export type TemplateParameter = Schemas['TemplateParameter'];

/** A rule of a template: a command, a file that must exist, or words that no program checks. @public */
export type ValidationRule = Schemas['ValidationRule'];

/** A template as it is written. @public */
export type TaskTemplateInput = Schemas['TaskTemplateInput'];

/** A template. @public */
export type TaskTemplate = Schemas['TaskTemplate'];

/** Which page of a project's templates. @public */
export type ListTaskTemplatesRequest = NonNullable<
  operations['listTemplates']['parameters']['query']
>;

/** A page of a project's templates, by name. @public */
export type ListTaskTemplatesResponse =
  operations['listTemplates']['responses']['200']['content']['application/json'];

/** An entry of the history: who did what when. @public */
export type AuditEntry = Schemas['AuditEntry'];

/** The query of the history. @public */
export type ListAuditRequest = NonNullable<
  operations['listAudit']['parameters']['query']
>;

/** A page of the history. @public */
export type ListAuditResponse =
  operations['listAudit']['responses'][200]['content']['application/json'];

/** A task as the portal's search reads it. @public */
export type BackgroundTaskSearchDocument = Schemas['SearchDocument'];

/** The query of what the portal's search reads. @public */
export type ListSearchDocumentsRequest = NonNullable<
  operations['listSearchDocuments']['parameters']['query']
>;

/** A page of what the portal's search reads. @public */
export type ListSearchDocumentsResponse =
  operations['listSearchDocuments']['responses'][200]['content']['application/json'];

type Positioned<E> = E extends RunnerEvent
  ? Omit<E, 'seq' | 'data'> & { position: number }
  : never;

/**
 * An event of a task: what a phase of its run said, or `status` where the backend changed the task.
 * `position` is 1, 2, 3, … per task: the id in the event stream and the value of `?after=`.
 *
 * @public
 */
export type BackgroundTaskEvent =
  | Positioned<RunnerEvent>
  | {
      position: number;
      time: string;
      phase: TaskPhase;
      type: 'status';
      status: TaskStatus;
      progress: number;
      currentPhase: string;
      outcome: TaskOutcome | null;
      error: string | null;
      prUrl: string | null;
      /** The run's number: 1, or more where a lost run was started again. */
      attempt: number;
    }
  | {
      position: number;
      time: string;
      phase: TaskPhase;
      type: 'log';
      stream: 'system';
      text: string;
    }
  /** All events up to this position that are missing were deleted. */
  | {
      position: number;
      time: string;
      phase: TaskPhase;
      type: 'truncated';
    };
