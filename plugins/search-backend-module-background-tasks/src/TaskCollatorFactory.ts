import { Readable } from 'node:stream';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import {
  BACKGROUND_TASK_DOCUMENT_TYPE,
  backgroundTaskReadPermission,
  type BackgroundTaskSearchDocument,
} from '@background-tasks/plugin-background-tasks-common';
import type { BackgroundTasksReader } from './BackgroundTasksReader';
import type { Settings } from './readSettings';

/** Tasks that are read at once: what is held of them in memory is not more than this. */
const PAGE = 100;

/** A task as the search knows it. Fields beside title, text and location are what results can be filtered by. */
type TaskDocument = IndexableDocument & {
  project: string;
  status: string;
  creator: string;
  repository: string;
  template: string;
  provider: string;
};

/** Reads the tasks of all projects; the search shows each to those who may see it. */
export class TaskCollatorFactory implements DocumentCollatorFactory {
  readonly type = BACKGROUND_TASK_DOCUMENT_TYPE;
  readonly visibilityPermission = backgroundTaskReadPermission;

  constructor(
    private readonly options: {
      logger: LoggerService;
      reader: Pick<BackgroundTasksReader, 'documents'>;
      settings: Pick<Settings, 'maxTasks' | 'permissionsEnabled'>;
    },
  ) {}

  async getCollator(): Promise<Readable> {
    return Readable.from(this.documents());
  }

  private async *documents(): AsyncGenerator<TaskDocument, void> {
    const { logger, reader, settings } = this.options;
    if (!settings.permissionsEnabled) {
      logger.info(
        `The search finds no background tasks: without 'permission.enabled: true' it cannot keep those of a project from others`,
      );
      return;
    }
    let cursor: string | undefined;
    let left = settings.maxTasks;
    while (left > 0) {
      const page = await reader.documents(Math.min(PAGE, left), cursor);
      yield* page.items.map(documentOf);
      left -= page.items.length;
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
    logger.info(
      `The search finds the ${settings.maxTasks} newest background tasks: 'search.collators.backgroundTasks.maxTasks' says so`,
    );
  }
}

function documentOf(task: BackgroundTaskSearchDocument): TaskDocument {
  const { project, name, entityRef, error, instructions } = task;
  const about = [
    instructions,
    error,
    task.repositoryUrl,
    entityRef,
    task.prUrl,
  ];
  return {
    title: name,
    text: about.filter(Boolean).join('\n'),
    location: `/background-tasks/${project}/${name}`,
    authorization: { resourceRef: `${project}/${name}` },
    project,
    status: task.status,
    creator: task.creator,
    repository: task.repositoryUrl,
    template: task.template ?? '',
    provider: task.provider,
  };
}
