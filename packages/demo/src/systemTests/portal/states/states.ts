import { statesElsewhere } from './elsewhere';
import { failureStates } from './failures';
import { formStates } from './forms';
import { listStates } from './lists';
import { taskStates } from './tasks';
import type { State } from './types';

/** Each page, in the states that people meet. */
export const states: readonly State[] = [
  ...listStates,
  ...taskStates,
  ...formStates,
  ...statesElsewhere,
  ...failureStates,
];
