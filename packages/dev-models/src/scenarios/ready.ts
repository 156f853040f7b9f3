import { addJsDoc } from './addJsDoc';
import { endless } from './endless';
import { failingLint } from './failingLint';
import { twoFileRefactoring } from './twoFileRefactoring';
import type { ReadyScenario } from './types';
import { upgradeLodash } from './upgradeLodash';

/** All scenarios that come with the server. */
export const readyScenarios: readonly ReadyScenario[] = [
  upgradeLodash,
  twoFileRefactoring,
  addJsDoc,
  failingLint,
  endless,
];
