import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  PublishRequest,
  PublishState,
} from '@background-tasks/plugin-background-tasks-node';
import type { Conventions } from '../conventions';
import type { PublishingSettings } from '../settings';
import type { GithubContents } from './GithubContents';
import type { GithubFork } from './GithubFork';
import type { GithubRepository } from './GithubRepository';

/** A change on its way, and how far it is. */
export type Publishing = {
  /** The repository that the pull request is for. */
  repository: GithubRepository;
  /** The repository that the branch is made in: that one, or a fork of it. */
  head: GithubRepository;
  contents: GithubContents;
  /** Read when they are first needed. */
  conventions: () => Promise<Conventions>;
  settings: PublishingSettings;
  openFork: (fork: { owner: string; name: string }) => GithubFork;
  /** The login of the user whose token is configured; undefined where a GitHub App is. */
  forkUser: () => Promise<string | undefined>;
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
export function warn(
  work: Pick<Publishing, 'logger' | 'request' | 'state'>,
  message: string,
): void {
  work.logger.warn(`${message} (task ${work.request.task.uid})`);
  work.state.warnings = [...(work.state.warnings ?? []), message];
}
