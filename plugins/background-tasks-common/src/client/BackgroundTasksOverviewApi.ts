import type {
  BackgroundTasksProjectSettings,
  Insights,
  InsightsRequest,
} from '../api';
import type { BackgroundTasksRequestOptions } from './BackgroundTasksApi';

/**
 * The calls of the Background Tasks backend that tell of projects as a whole. A refusal is thrown as `ResponseError`
 * of `@backstage/errors`.
 *
 * @public
 */
export interface BackgroundTasksOverviewApi {
  /** What came of the tasks of one project, or of all of the caller's projects. */
  getInsights(
    request: InsightsRequest,
    options?: BackgroundTasksRequestOptions,
  ): Promise<Insights>;
  /** What holds in a project, and what of its budgets is spent. */
  getProjectSettings(
    project: string,
    options?: BackgroundTasksRequestOptions,
  ): Promise<BackgroundTasksProjectSettings>;
}
