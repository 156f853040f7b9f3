import type { ReadyScenario } from './types';
import { upgradeLodash } from './upgradeLodash';

/** All scenarios that come with the server. */
export const readyScenarios: readonly ReadyScenario[] = [upgradeLodash];
