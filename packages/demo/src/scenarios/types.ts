import type {
  BackgroundTask,
  BackgroundTaskEvent,
  ValidationReport,
} from '@background-tasks/plugin-background-tasks-common';
import type { DemoSystem } from '../system/startSystem';
import type { Durations } from './PhaseClock';
import type { PullRequest } from './pullRequest';

/** What a scenario runs on, and whom it tells. */
export type ScenarioContext = {
  system: DemoSystem;
  signal: AbortSignal;
  /** A task was created. */
  onTask(task: { project: string; name: string }): void;
  onEvent(event: BackgroundTaskEvent): void;
};

/** What came out of a scenario. */
export type ScenarioResult = {
  task: BackgroundTask;
  pullRequest: PullRequest | null;
  /** Where the task was retried. */
  retry?: { name: string; retryCount: number };
  validation: ValidationReport;
  /** Seconds. */
  durations: Durations;
};

/** A story that is told to the portal, with an end that is checked. */
export type Scenario = {
  title: string;
  /** @throws if it did not come out as it should */
  run(context: ScenarioContext): Promise<ScenarioResult>;
};
