import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  search?: {
    collators?: {
      /** Background tasks as results of the search. */
      backgroundTasks?: {
        /** When they are read. Default: every 10 minutes, for 15 minutes at most, 3 seconds after the start. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        /** So many of the newest tasks are found. Default: 10000 */
        maxTasks?: number;
      };
    };
  };
}
