import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type RootConfigService,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

const KEY = 'search.collators.backgroundTasks';
const DEFAULT_MAX_TASKS = 10_000;
const defaultSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 15 },
  initialDelay: { seconds: 3 },
};

/** What the configuration says of tasks in the search. */
export type Settings = {
  schedule: SchedulerServiceTaskScheduleDefinition;
  /** So many of the newest tasks are indexed. */
  maxTasks: number;
  /** Whether the portal asks a permission policy at all. */
  permissionsEnabled: boolean;
};

/** @throws InputError for a number of tasks that is none */
export function readSettings(config: RootConfigService): Settings {
  const own = config.getOptionalConfig(KEY);
  const schedule = own?.getOptionalConfig('schedule');
  const maxTasks = own?.getOptionalNumber('maxTasks') ?? DEFAULT_MAX_TASKS;
  if (!Number.isInteger(maxTasks) || maxTasks < 0) {
    throw new InputError(
      `Invalid configuration '${KEY}.maxTasks': '${maxTasks}' must be a whole number, 0 or more`,
    );
  }
  return {
    schedule: schedule
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
      : defaultSchedule,
    maxTasks,
    permissionsEnabled:
      config.getOptionalBoolean('permission.enabled') ?? false,
  };
}
