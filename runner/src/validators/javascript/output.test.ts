import type { OutputReader } from '../Ecosystem';
import {
  readBiome,
  readEslint,
  readJest,
  readMocha,
  readNodeTest,
  readOxlint,
  readPrettier,
  readTsc,
  readVitest,
} from './output';

function failuresOf(read: OutputReader, text: string) {
  return read(text.split('\n')).failures?.map(
    ({ file = '', line = '', rule = '', message }) =>
      `${file}:${line} [${rule}] ${message}`,
  );
}

describe('the words of JavaScript tools', () => {
  it.each<[string, OutputReader, string, string[]]>([
    [
      'ESLint',
      readEslint,
      `
/src/a.js
  1:7   error    'x' is assigned a value but never used  no-unused-vars
  3:1   warning  Unexpected console statement            no-console

/src/b.ts
  10:2  error  Parsing error: Unexpected token

✖ 3 problems (2 errors, 1 warning)`,
      [
        "/src/a.js:1 [no-unused-vars] 'x' is assigned a value but never used",
        '/src/b.ts:10 [] Parsing error: Unexpected token',
      ],
    ],
    [
      'ESLint as unix prints',
      readEslint,
      'src/a.js:1:7: Missing semicolon. [Error/semi]\n\n1 problem',
      ['src/a.js:1 [semi] Missing semicolon.'],
    ],
    [
      'Prettier',
      readPrettier,
      'Checking formatting...\n[warn] src/a.js\n[error] src/b.js: SyntaxError: Unexpected token (3:5)\n[warn] Code style issues found in the above file. Run Prettier with --write to fix.',
      [
        'src/a.js: [] is not laid out as the formatter does it',
        'src/b.js:3 [] SyntaxError: Unexpected token',
      ],
    ],
    [
      'the compiler',
      readTsc,
      "src/a.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.\nsrc/b.ts:4:1 - error TS1005: ';' expected.\n\nFound 2 errors.",
      [
        "src/a.ts:3 [TS2322] Type 'string' is not assignable to type 'number'.",
        "src/b.ts:4 [TS1005] ';' expected.",
      ],
    ],
    [
      'Jest',
      readJest,
      `FAIL src/a.test.js
  ● sum › adds

    expect(received).toBe(expected)

    Expected: 3

      at Object.toBe (src/a.test.js:4:21)
      at node_modules/jest-circus/build/run.js:1:1

Tests:       1 failed, 2 passed, 3 total`,
      ['src/a.test.js:4 [sum › adds] expect(received).toBe(expected)'],
    ],
    [
      'Vitest',
      readVitest,
      ` FAIL  src/a.test.ts > sum > adds
AssertionError: expected 2 to be 3
 ❯ src/a.test.ts:5:20

      Tests  1 failed | 2 passed (3)`,
      [
        'src/a.test.ts:5 [src/a.test.ts > sum > adds] AssertionError: expected 2 to be 3',
      ],
    ],
    [
      'Mocha',
      readMocha,
      `  sum
    1) adds

  2 passing (4ms)
  1 failing

  1) sum
       adds:

      AssertionError: expected 2 to equal 3
      at Context.<anonymous> (test/a.js:5:14)
`,
      ['test/a.js:5 [sum] adds:'],
    ],
    [
      'node:test',
      readNodeTest,
      'ok 1 - a\nnot ok 2 - adds two\n✖ subtracts (0.5ms)\n# tests 3\n# fail 2',
      [': [adds two] failed', ': [subtracts] failed'],
    ],
    [
      'Biome',
      readBiome,
      'src/a.ts:3:5 lint/style/useConst  FIXABLE  ━━━━━━━━━\n\n  × This let declares a variable that is only assigned once.\n\nsrc/b.ts format ━━━━━━━━━━━\n\n  × Formatter would have printed the following content:',
      [
        'src/a.ts:3 [lint/style/useConst] This let declares a variable that is only assigned once.',
        'src/b.ts: [format] Formatter would have printed the following content:',
      ],
    ],
    [
      'oxlint',
      readOxlint,
      '  × eslint(no-debugger): `debugger` statement is not allowed\n   ╭─[src/a.js:2:1]\n 1 │ x\n',
      ['src/a.js:2 [eslint(no-debugger)] `debugger` statement is not allowed'],
    ],
  ])('of %s', (_, read, text, expected) => {
    expect(failuresOf(read, text)).toEqual(expected);
  });

  it.each<[OutputReader, string, number | undefined]>([
    [readJest, 'Tests:       1 failed, 2 passed, 3 total', 3],
    [readJest, 'Tests: 2 total\nTests: 3 total', 5],
    [readVitest, '      Tests  1 failed | 2 passed (3)', 3],
    [readMocha, '  2 passing (4ms)\n  1 failing', 3],
    [readNodeTest, '# tests 3', 3],
    [readNodeTest, '  4 tests passed', 4],
    [readNodeTest, 'hello', undefined],
  ])('count tests (%#)', (read, text, count) => {
    expect(read(text.split('\n')).testCount).toBe(count);
  });
});
