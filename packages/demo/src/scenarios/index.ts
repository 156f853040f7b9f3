export { failing } from './failing';
export { upgrade } from './upgrade';
export type { Scenario, ScenarioContext, ScenarioResult } from './types';
