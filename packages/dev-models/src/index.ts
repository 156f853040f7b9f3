export { hasCheckFailure } from './conversation';
export type {
  Conversation,
  DeclaredTool,
  Message,
  ToolUse,
} from './conversation';
export type { Fault, FaultRule, FaultSwitches } from './faults';
export {
  addJsDoc,
  endless,
  failingLint,
  readyScenarios,
  sideCalls,
  twoFileRefactoring,
  upgradeLodash,
} from './scenarios';
export type {
  Action,
  Condition,
  FileEdit,
  ReadyScenario,
  Reply,
  Scenario,
  Turn,
} from './scenarios';
export { startDevModels } from './startDevModels';
export type {
  ApiId,
  DevModels,
  DevModelsOptions,
  RecordedRequest,
  Usage,
} from './types';
