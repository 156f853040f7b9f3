import { act, editSteps, rounds } from './rounds';
import type { FileEdit, ReadyScenario } from './types';

const OLD = 'groupByCustomer';
const NEW = 'totalsByCustomer';

/** Renames a function in all files but one that uses it, so that the tests fail, and repairs that one when told. */
export const twoFileRefactoring: ReadyScenario = {
  name: 'twoFileRefactoring',
  instructions: `Rename the function ${OLD} to ${NEW} in src/orders.js, in all code that uses it, and in the tests. Ensure npm run lint and npm test pass.`,
  matches: /\brename\b.*\bgroupByCustomer\b/is,
  turns: rounds({
    first: [
      ...editSteps('I look at where the function stands.', [
        renaming('src/orders.js', `export function ${OLD}(orders) {`),
        renaming(
          'src/index.js',
          `export { ${OLD}, mostValuable, total } from './orders.js';`,
        ),
        renaming('test/orders.test.js', `  formatSummary,\n  ${OLD},`),
        renaming(
          'test/orders.test.js',
          `test('${OLD} counts and sums per customer', () => {\n  assert.deepEqual(${OLD}(orders), {`,
        ),
      ]),
      { text: `The function is called ${NEW} now.` },
    ],
    repair: [
      ...editSteps('One file still imports the old name.', [
        renaming('src/summary.js', `import { ${OLD} } from './orders.js';`),
        renaming('src/summary.js', `  const customers = ${OLD}(orders);`),
      ]),
      act('I run the tests again.', { kind: 'shell', command: 'npm test' }),
      { text: 'Now src/summary.js uses the new name, too.' },
    ],
  }),
};

function renaming(path: string, find: string): FileEdit {
  return { path, find, replace: find.replaceAll(OLD, NEW) };
}
