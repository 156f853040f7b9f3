export { chooseReply } from './chooseReply';
export type { ChosenReply } from './chooseReply';
export { readyScenarios } from './ready';
export { sideCalls } from './sideCalls';
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
