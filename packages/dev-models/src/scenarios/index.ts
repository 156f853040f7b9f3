export { addJsDoc } from './addJsDoc';
export { chooseReply } from './chooseReply';
export type { ChosenReply } from './chooseReply';
export { endless } from './endless';
export { failingLint } from './failingLint';
export { readyScenarios } from './ready';
export { sideCalls } from './sideCalls';
export { twoFileRefactoring } from './twoFileRefactoring';
export type {
  Action,
  Condition,
  FileEdit,
  ReadyScenario,
  Reply,
  Scenario,
  Turn,
} from './types';
export { upgradeLodash } from './upgradeLodash';
