import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { CodeHost } from '@background-tasks/plugin-background-tasks-node';
import type { MaintenanceStore, OpenPullRequest } from '../store';
import type { TaskMetrics } from '../telemetry';

/** In one go: with a go a minute it is little of what a code host allows. */
const BATCH = 20;
/** Who has not merged it by then will hardly do so. */
const ASK_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/** Reads back what became of pull requests, those first that were looked at longest ago. */
export async function readPullRequests(
  options: {
    store: MaintenanceStore;
    codeHosts: CodeHost[];
    metrics: Pick<TaskMetrics, 'pullRequestSeen'>;
    logger: LoggerService;
  },
  signal: AbortSignal,
): Promise<void> {
  const { store, codeHosts, metrics, logger } = options;
  for (const pull of await store.pullRequestsToRead(ASK_FOR_MS, BATCH)) {
    if (signal.aborted) return;
    const state = await stateOf(pull, codeHosts).catch(error => {
      logger.warn(
        `Reading the state of a pull request failed: ${stringifyError(error)}`,
      );
      return undefined;
    });
    // Also where it failed: one that cannot be read must not keep the others waiting.
    await store.pullRequestRead(pull.taskUid, state);
    if (state && state !== 'open') metrics.pullRequestSeen(pull.project, state);
  }
}

async function stateOf(
  { repositoryUrl, number }: OpenPullRequest,
  codeHosts: CodeHost[],
): Promise<'open' | 'merged' | 'closed' | undefined> {
  const codeHost = codeHosts.find(host => host.handles(repositoryUrl));
  if (!codeHost?.pullRequestState) return undefined;
  return codeHost.pullRequestState(
    await codeHost.resolve(repositoryUrl),
    number,
  );
}
