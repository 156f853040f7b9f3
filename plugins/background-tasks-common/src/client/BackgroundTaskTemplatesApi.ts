import type {
  ListTaskTemplatesRequest,
  ListTaskTemplatesResponse,
  TaskTemplate,
  TaskTemplateInput,
} from '../api';
import type {
  BackgroundTaskRef,
  BackgroundTasksRequestOptions,
} from './BackgroundTasksApi';

/** Which template: the project and the template's name within it. @public */
export type TaskTemplateRef = { project: string; name: string };

/**
 * The calls of the Background Tasks backend that manage templates. A refusal is thrown as `ResponseError` of
 * `@backstage/errors`.
 *
 * @public
 */
export interface BackgroundTaskTemplatesApi {
  /** A page of the templates of all of the caller's projects, by name. */
  listAllTemplates(
    request?: ListTaskTemplatesRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListTaskTemplatesResponse>;
  /** A page of the templates of a project, by name. */
  listTemplates(
    project: string,
    request?: ListTaskTemplatesRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<ListTaskTemplatesResponse>;
  getTemplate(
    ref: TaskTemplateRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<TaskTemplate>;
  createTemplate(
    project: string,
    template: TaskTemplateInput,
    options?: BackgroundTasksRequestOptions,
  ): Promise<{ name: string; uid: string }>;
  /** Makes a template out of a task that succeeded. */
  createTemplateFromTask(
    task: BackgroundTaskRef,
    template: Pick<TaskTemplateInput, 'name' | 'displayName' | 'description'>,
    options?: BackgroundTasksRequestOptions,
  ): Promise<{ name: string; uid: string }>;
  /** Replaces a template; its name may change too. */
  updateTemplate(
    ref: TaskTemplateRef,
    template: TaskTemplateInput,
    options?: BackgroundTasksRequestOptions,
  ): Promise<TaskTemplate>;
  deleteTemplate(
    ref: TaskTemplateRef,
    options?: BackgroundTasksRequestOptions,
  ): Promise<void>;
}
