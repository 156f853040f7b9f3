import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  PublishRequest,
  PublishState,
} from '@background-tasks/plugin-background-tasks-node';
import type { GithubRepository } from './GithubRepository';

/** A change on its way, and how far it is. */
export type Publishing = {
  repository: GithubRepository;
  request: PublishRequest;
  state: PublishState;
  onStep: (state: PublishState) => Promise<void>;
  logger: LoggerService;
};

/** Each write comes after what is known before it was stored. */
export async function advance(
  work: Publishing,
  news: PublishState,
): Promise<void> {
  Object.assign(work.state, news);
  await work.onStep({ ...work.state });
}

/** Notes what did not go as wished, for the log and for the result; stored with the next step. */
export function warn(work: Publishing, message: string): void {
  work.logger.warn(`${message} (task ${work.request.task.uid})`);
  work.state.warnings = [...(work.state.warnings ?? []), message];
}
