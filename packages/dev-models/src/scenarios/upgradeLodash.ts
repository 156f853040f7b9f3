import { act, editSteps, rounds } from './rounds';
import type { ReadyScenario } from './types';

const FILE = 'src/orders.js';
const IMPORT = "import _ from 'lodash';";
const UNUSED = `${IMPORT}\n\nconst lodashVersion = '4.17.21';`;
const OLD_INTEGRITY =
  'sha512-PlhdFcillOINfeV7Ni6oF1TAEayyZBoZ8bcshTHqOYJYlrqzRK5hagpagky5o4HfCzzd1TRkXPMFq6cKk9rGmA==';
const NEW_INTEGRITY =
  'sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==';

/** Upgrades lodash, and leaves a variable behind that the linter objects to, until it is told. */
export const upgradeLodash: ReadyScenario = {
  name: 'upgradeLodash',
  instructions:
    'Upgrade lodash to version 4.17.21 in package.json. Run npm install to update package-lock.json. Ensure npm test passes.',
  matches: /\b(upgrade|update|bump)\b.*\blodash\b/is,
  turns: rounds({
    first: [
      act('I will upgrade lodash and its entry in the lockfile.', {
        kind: 'shell',
        command:
          'npm install --save-exact --ignore-scripts --no-audit --no-fund lodash@4.17.21',
        edits: [
          {
            path: 'package.json',
            find: '    "lodash": "4.17.20"',
            replace: '    "lodash": "4.17.21"',
          },
          {
            path: 'package-lock.json',
            find: '        "lodash": "4.17.20"',
            replace: '        "lodash": "4.17.21"',
          },
          {
            path: 'package-lock.json',
            find: lockEntry('4.17.20', OLD_INTEGRITY),
            replace: lockEntry('4.17.21', NEW_INTEGRITY),
          },
        ],
      }),
      ...editSteps('Now I note the version beside its import.', [
        { path: FILE, find: IMPORT, replace: UNUSED },
      ]),
      {
        text: 'lodash is now at 4.17.21, in package.json and in the lockfile.',
      },
    ],
    repair: [
      ...editSteps('Nothing uses the variable that I added, so it goes.', [
        { path: FILE, find: UNUSED, replace: IMPORT },
      ]),
      act('I run the linter again.', {
        kind: 'shell',
        command: 'npm run lint',
      }),
      { text: 'The unused variable is gone, and the linter is content.' },
    ],
  }),
};

function lockEntry(version: string, integrity: string): string {
  return [
    '    "node_modules/lodash": {',
    `      "version": "${version}",`,
    `      "integrity": "${integrity}",`,
  ].join('\n');
}
