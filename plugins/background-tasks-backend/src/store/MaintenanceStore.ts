/** A pull request that was open when it was last looked at. */
export type OpenPullRequest = {
  taskUid: string;
  project: string;
  repositoryUrl: string;
  number: number;
};

/** What is done to old tasks. Each deletion is of one slice and gives the number of rows; 0 says that none is left. */
export interface MaintenanceStore {
  /** Deletes events and bundles of tasks that ended before. The tasks themselves stay. */
  purgeEvents(olderThanMs: number): Promise<number>;
  /** Deletes tasks that ended before and whose events are gone, with all that is theirs. */
  purgeTasks(olderThanMs: number): Promise<number>;
  /** Deletes entries of the history. */
  purgeAudit(olderThanMs: number): Promise<number>;
  /** Deletes idempotency keys: whoever uses one again makes a new task. */
  purgeIdempotencyKeys(olderThanMs: number): Promise<number>;

  /** Pull requests of tasks that ended within the time, the one that was looked at longest ago first. */
  pullRequestsToRead(
    withinMs: number,
    limit: number,
  ): Promise<OpenPullRequest[]>;
  /** Keeps what was read; without a state only that it was tried. */
  pullRequestRead(
    taskUid: string,
    state?: 'open' | 'merged' | 'closed',
  ): Promise<void>;
}
