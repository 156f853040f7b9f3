import type {
  RunnerEvent,
  RunSpec,
  StopReason,
  SupervisorSecrets,
  TaskObject,
} from '@background-tasks/plugin-background-tasks-common';

/** What a run needs to begin. @public */
export type StartRun = {
  spec: RunSpec;
  /** The secrets of each phase. They must not be written anywhere that another phase can read. */
  secrets: SupervisorSecrets;
  /** Where the spec says `startAt: 'validate'`: the change, as an earlier run's collect made it. */
  bundle?: Buffer;
  /** Which run of its task this is. Default: 1, the first. */
  attempt?: number;
  /** The container image that the task asks for; executors without images do not look at it. */
  image?: string;
};

/** What an executor needs to find a run again; JSON, stored with the run, at most 4 KB. @public */
export type RunHandle = Record<string, string | number>;

/** What an executor says of a run while it is followed. @public */
export type RunUpdate =
  | { type: 'event'; event: RunnerEvent }
  /** What keeps it from going on, and what to do, for its log: said when that changes, not again and again. */
  | { type: 'waiting'; message: string }
  /** The executor began a phase; from `agent` on a run is never started again by itself. */
  | { type: 'phaseStart'; phase: string }
  | {
      type: 'phaseEnd';
      phase: string;
      exitCode: number | null;
      signal: string | null;
    }
  | {
      type: 'end';
      /** completed: the phases came to their end, and their events say how. lost: nobody knows what became of it. */
      reason: 'completed' | StopReason | 'abandoned' | 'failed' | 'lost';
      message?: string;
    };

/** Updates since the cursor before, and the cursor after them. @public */
export type RunBatch = { updates: RunUpdate[]; cursor: string };

/** Where workspaces run. @public */
export interface TaskExecutor {
  readonly id: string;
  /** Whether a run can begin at the gate, with a bundle that an earlier run made. */
  readonly startsAtGate?: boolean;
  /**
   * Starts the run, or finds the one that was started for the same `runUid`: it is never started twice.
   *
   * @throws an Error whose message a user may read
   */
  start(run: StartRun): Promise<RunHandle>;
  /**
   * Follows a run from a cursor (undefined: from its beginning) until its `end`. Each batch is stored by the caller
   * before the next one is asked for. While it is followed the run is kept alive.
   */
  follow(
    handle: RunHandle,
    options: { cursor?: string; signal: AbortSignal },
  ): AsyncIterable<RunBatch>;
  /** `elsewhere`: only another replica can say. */
  inspect(
    handle: RunHandle,
  ): Promise<'running' | 'ended' | 'lost' | 'elsewhere'>;
  /** Ends the run and all of its processes; returns when they are gone, also where it had ended before. */
  stop(handle: RunHandle, reason: StopReason): Promise<void>;
  /** Removes all that the run left behind. */
  cleanup(handle: RunHandle): Promise<void>;
  /** Why an agent cannot run in its workspaces, for people: undefined where it can. Left out, all can. */
  agentAvailability?(provider: string): Promise<string | undefined>;
  /**
   * The objects that a run is made of, its owner first, as far as they are there: a kind, a name, where it is, its status
   * in a word or two, the containers of a Pod (state, reason, exit code, restarts; nothing of what they are given), and
   * what is said of it, the newest first. It answers or throws within 5 s, and is asked at most every 2 s for a run.
   * Left out, there is nothing to show.
   *
   * @throws an Error whose message a user may read, where they cannot be looked up just now
   */
  describe?(handle: RunHandle): Promise<TaskObject[]>;
  /** What isolates its workspaces, one sentence each, for people. */
  describeIsolation(): Promise<string[]>;
}
