import type { TreeFiles } from '../../git';
import { npmValidator } from './npmValidator';

function filesOf(files: Record<string, string>): TreeFiles {
  return {
    read: async path => files[path],
    has: async path => path in files,
    list: async () => Object.keys(files).sort(),
  };
}

function packageFiles(
  scripts: Record<string, string>,
  more: Record<string, string> = {},
) {
  return filesOf({ 'package.json': JSON.stringify({ scripts }), ...more });
}

async function commandsOf(scripts: Record<string, string>) {
  const plan = await npmValidator.detect(packageFiles(scripts));
  return plan?.commands.map(({ kind, command }) => `${kind}: ${command}`);
}

describe('npmValidator', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'one of each kind, in the order in which they run',
      {
        test: 'node --test',
        build: 'tsc -p .',
        lint: 'eslint .',
        'format:check': 'prettier --check .',
        typecheck: 'tsc --noEmit',
      },
      [
        'format: npm run format:check',
        'lint: npm run lint',
        'typecheck: npm run typecheck',
        'test: npm test',
        'build: npm run build',
      ],
    ],
    [
      'a format script that checks',
      { format: 'prettier -c .' },
      ['format: npm run format'],
    ],
    ['no format script that rewrites', { format: 'prettier --write .' }, []],
    [
      'the check beside a rewriting format script',
      { format: 'prettier --write .', 'format:check': 'prettier -l .' },
      ['format: npm run format:check'],
    ],
    ['no fixing linter', { lint: 'eslint --fix .' }, []],
    [
      'the check beside a fixing linter',
      { lint: 'eslint . --fix', 'lint:check': 'eslint .' },
      ['lint: npm run lint:check'],
    ],
    [
      'no linter that fixes through another script',
      { lint: 'npm run lint:all', 'lint:all': 'eslint --fix .' },
      [],
    ],
    [
      'types under another name',
      { 'check:type': 'tsc' },
      ['typecheck: npm run check:type'],
    ],
    [
      'no placeholder',
      { test: 'echo "Error: no test specified" && exit 1' },
      [],
    ],
    ['no watcher', { test: 'jest --watch' }, []],
    [
      'a bare vitest, which CI=true runs once',
      { test: 'vitest' },
      ['test: npm test'],
    ],
    ['no test runner that watches by default', { test: 'ng test' }, []],
    [
      'unit tests where the whole is a watcher',
      { test: 'jest --watchAll', 'test:unit': 'jest' },
      ['test: npm run test:unit'],
    ],
    ['no build that publishes', { build: 'tsc && npm publish' }, []],
    ['no blank script', { lint: ' ' }, []],
    ['no inherited name', {}, []],
  ])('finds %s', async (_, scripts, commands) => {
    expect(await commandsOf(scripts)).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['a lockfile', { 'package-lock.json': '{}' }, 'npm ci'],
    ['a shrinkwrap', { 'npm-shrinkwrap.json': '{}' }, 'npm ci'],
    ['no lockfile', {}, 'npm install'],
    ['the lockfile of Yarn', { 'yarn.lock': '' }, undefined],
    ['the lockfile of pnpm', { 'pnpm-lock.yaml': '' }, undefined],
    ['two lockfiles', { 'yarn.lock': '', 'package-lock.json': '{}' }, 'npm ci'],
  ])('sets up %s', async (_, files, setup) => {
    const plan = await npmValidator.detect(packageFiles({}, files));

    expect(plan?.setup[0]?.command).toBe(setup);
  });

  it('leaves a repository to the package manager that it names', async () => {
    const plan = await npmValidator.detect(
      filesOf({
        'package.json': '{"packageManager": "pnpm@9.0.0"}',
        'package-lock.json': '{}',
      }),
    );

    expect(plan).toBeUndefined();
  });

  it.each(['', 'not json', '[]', '{"scripts": {"lint": 1}}'])(
    'copes with a package.json that is %j',
    async text => {
      const plan = await npmValidator.detect(filesOf({ 'package.json': text }));

      expect(plan?.commands ?? []).toEqual([]);
    },
  );

  it('defines a command by all scripts that it runs, and by the settings that change how', async () => {
    const files = packageFiles(
      {
        prelint: 'echo before',
        lint: 'npm run lint:js && run-p "lint:css:*" && concurrently npm:other',
        'lint:js': 'eslint .',
        'lint:css:a': 'stylelint a',
        'lint:css:b': 'stylelint b',
        other: 'true',
        unrelated: 'false',
        postother: 'npm test',
        test: 'node --run deep',
        deep: 'npm run lint',
      },
      { '.npmrc': 'script-shell=/bin/true\nregistry=https://npm.example\n' },
    );

    const definition = await npmValidator.define(files, {
      kind: 'lint',
      command: 'npm run lint',
      reason: '',
    });

    const names = [...definition.keys()].map(
      name => name.split('"')[1] ?? name,
    );
    expect(names).toEqual([
      'deep',
      'lint',
      'lint:css:a',
      'lint:css:b',
      'lint:js',
      'other',
      'postother',
      'prelint',
      'test',
      'script-shell in .npmrc',
    ]);
  });

  it("keeps the tool's words, without npm's and without colours", () => {
    const words = npmValidator.read(
      [
        '',
        '> sample@1.0.0 lint',
        '> eslint .',
        '',
        '\u001b[4m/src/a.js\u001b[24m',
        "  1:1  \u001b[31merror\u001b[39m  'x' is not defined",
        '',
        'npm error Lifecycle script `lint` failed with error:',
      ],
      { kind: 'lint', command: 'npm run lint', reason: '' },
    );

    expect(words.output).toBe("/src/a.js\n  1:1  error  'x' is not defined");
  });

  it.each([
    [['ℹ tests 0'], true],
    [['# tests 0', '# tests 2'], false],
    [['Tests:       0 total'], true],
    [['Tests:       1 failed, 2 passed, 3 total'], false],
    [['      Tests  3 passed (3)'], false],
    [['  0 passing (1ms)'], true],
    [['  10 passing (1ms)'], false],
    [['No tests found, exiting with code 0'], true],
    [['all good'], false],
  ])('tells from %j whether nothing was run: %s', (lines, ranNothing) => {
    const words = npmValidator.read(lines, {
      kind: 'test',
      command: 'npm test',
      reason: '',
    });

    expect(words.ranNothing).toBe(ranNothing);
  });
});
