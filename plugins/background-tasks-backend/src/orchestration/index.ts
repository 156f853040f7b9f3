export type { AgentRuns, DriverDeps } from './driveTask';
export { readRunSettings } from './readRunSettings';
export type { RunSettings } from './runSpecOf';
export { Orchestrator } from './Orchestrator';
export { TaskEventHub } from './TaskEventHub';
export type { HubPage } from './TaskEventHub';
