import { act, rounds } from './rounds';
import type { ReadyScenario } from './types';

/** Adds a function that the linter objects to, as it was asked to, and leaves it at that. */
export const failingLint: ReadyScenario = {
  name: 'failingLint',
  instructions:
    'Add a new function with intentional eslint errors: function badFunc( ){ console.log( x ) }',
  matches: /intentional eslint errors|\bbadFunc\b/i,
  turns: rounds({
    first: [
      act('I add the function.', {
        kind: 'write',
        path: 'src/badFunc.js',
        content: 'function badFunc( ){ console.log( x ) }\n',
      }),
      { text: 'The function is in src/badFunc.js, errors and all.' },
    ],
    repair: [{ text: 'The errors are intentional, so they stay.' }],
  }),
};
