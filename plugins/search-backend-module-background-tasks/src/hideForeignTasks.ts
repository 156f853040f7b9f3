import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { BACKGROUND_TASK_DOCUMENT_TYPE } from '@background-tasks/plugin-background-tasks-common';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { BackgroundTasksReader } from './BackgroundTasksReader';

type Options = {
  httpAuth: HttpAuthService;
  logger: LoggerService;
  reader: Pick<BackgroundTasksReader, 'projectsOf'>;
};

/**
 * A page of results, whatever they are: one that looks unlike others must not let tasks pass beside it. The search's
 * action calls the number of results `totalItems`.
 */
const pageSchema = z.looseObject({ results: z.array(z.unknown()) });
const outputSchema = z.looseObject({ output: pageSchema });
const taskSchema = z.object({ type: z.literal(BACKGROUND_TASK_DOCUMENT_TYPE) });
const projectSchema = z.object({ document: z.object({ project: z.string() }) });

type Page = z.infer<typeof pageSchema>;

/**
 * Takes those tasks out of the search's answers that are of projects which the caller is no member of. The search asks
 * the permission policy alone; a policy that allows `backgroundTask.read` whatever the task would show them to
 * everybody. Who cannot be told of as a member gets none.
 */
export function hideForeignTasks(options: Options): RequestHandler {
  return (request, response, next) => {
    const send = response.json.bind(response);
    response.json = body => {
      const hidden = hideIn(body, request, options);
      if (!hidden) return send(body);
      hidden.then(send).catch(next);
      return response;
    };
    next();
  };
}

/** The answer without them; undefined where it has no tasks. */
function hideIn(
  body: unknown,
  request: Request,
  options: Options,
): Promise<unknown> | undefined {
  const page = pageSchema.safeParse(body);
  if (page.success && page.data.results.some(isTask)) {
    return keepOwn(page.data, request, options);
  }
  const action = outputSchema.safeParse(body);
  if (action.success && action.data.output.results.some(isTask)) {
    return keepOwn(action.data.output, request, options).then(output => ({
      ...action.data,
      output,
    }));
  }
  return undefined;
}

async function keepOwn(
  page: Page,
  request: Request,
  options: Options,
): Promise<Page> {
  const own = await projectsOf(request, options);
  const results = page.results.filter(
    result => !isTask(result) || isOf(own, result),
  );
  if (results.length === page.results.length) return page;
  // How many there are beyond these would tell of what is hidden.
  const { numberOfResults: _, totalItems: __, ...rest } = page;
  return { ...rest, results };
}

async function projectsOf(
  request: Request,
  { httpAuth, logger, reader }: Options,
): Promise<Set<string>> {
  try {
    return await reader.projectsOf(await httpAuth.credentials(request));
  } catch (error) {
    logger.warn(
      `Background tasks are left out of a search: whose projects they are is not known`,
      error instanceof Error ? error : undefined,
    );
    return new Set();
  }
}

function isTask(result: unknown): boolean {
  return taskSchema.safeParse(result).success;
}

function isOf(projects: ReadonlySet<string>, result: unknown): boolean {
  const { data } = projectSchema.safeParse(result);
  return data !== undefined && projects.has(data.document.project);
}
