import { discoverChecks } from '../discover';
import { commandsOf, filesOf, packageFiles } from '../testing';
import type { CommandWords, PlannedCommand } from '../Validator';

async function define(files: ReturnType<typeof filesOf>, command: string) {
  const { validatorOf } = await discoverChecks(files, { commands: [command] });
  const planned: PlannedCommand = { kind: 'test', command, reason: '' };
  return await validatorOf(planned).define(files, planned);
}

/** What the tools of a command say in its output. */
async function read(
  script: string,
  kind: PlannedCommand['kind'],
  lines: string[],
): Promise<CommandWords> {
  const command = 'npm run check';
  const { validatorOf } = await discoverChecks(
    packageFiles({ check: script }),
    {
      commands: [command],
    },
  );
  return validatorOf({ command }).read(lines, { kind, command, reason: '' });
}

describe('the JavaScript ecosystem', () => {
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
    expect(await commandsOf(packageFiles(scripts))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a lockfile', { 'package-lock.json': '{}' }, 'npm ci'],
    ['a shrinkwrap', { 'npm-shrinkwrap.json': '{}' }, 'npm ci'],
    ['no lockfile', {}, 'npm install'],
    ['Yarn 1', { 'yarn.lock': '' }, 'yarn install --frozen-lockfile'],
    [
      'Yarn',
      { 'yarn.lock': '__metadata:\n  version: 8' },
      'yarn install --immutable',
    ],
    ['pnpm', { 'pnpm-lock.yaml': '' }, 'pnpm install --frozen-lockfile'],
    ['Bun', { 'bun.lock': '' }, 'bun install --frozen-lockfile'],
    ['two lockfiles', { 'yarn.lock': '', 'package-lock.json': '{}' }, 'npm ci'],
  ])('sets up %s', async (_, files, setup) => {
    const { plan } = await discoverChecks(
      packageFiles({ test: 'node --test' }, files),
    );

    expect(plan.setup.map(({ command }) => command)).toEqual([setup]);
  });

  it('takes the package manager that the repository names, whatever lockfiles lie about', async () => {
    const { plan } = await discoverChecks(
      filesOf({
        'package.json': JSON.stringify({
          packageManager: 'pnpm@10.33.0+sha512.abc',
          engines: { node: '>=20' },
          scripts: { test: 'node --test', lint: 'eslint .' },
        }),
        'package-lock.json': '{}',
      }),
    );

    // Its own lockfile is missing.
    expect(plan.setup.map(({ command }) => command)).toEqual(['pnpm install']);
    expect(plan.commands.map(({ command }) => command)).toEqual([
      'pnpm lint',
      'pnpm test',
    ]);
    expect(plan.commands[0].needs).toEqual(['pnpm 10.33.0', 'node >=20']);
  });

  it.each(['', 'not json', '[]', '{"scripts": {"lint": 1}}'])(
    'copes with a package.json that is %j',
    async text => {
      expect(await commandsOf(filesOf({ 'package.json': text }))).toEqual([]);
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

    const definition = await define(files, 'npm run lint');

    const names = [...definition.keys()].map(
      name => name.split('"')[1] ?? name,
    );
    expect(names.sort()).toEqual([
      'deep',
      'lint',
      'lint:css:a',
      'lint:css:b',
      'lint:js',
      'other',
      'postother',
      'prelint',
      'script-shell in .npmrc',
      'test',
    ]);
  });

  const workspace = {
    'package.json': JSON.stringify({
      workspaces: ['packages/*'],
      scripts: { test: 'npm-run-all unit', unit: 'true', postinstall: 'true' },
    }),
    'packages/a/package.json': JSON.stringify({
      name: 'a',
      scripts: { test: 'true', prepare: 'true', build: 'true' },
    }),
  };

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'an install by the scripts that it runs in all packages',
      workspace,
      'npm ci',
      [
        'script "postinstall" of package.json',
        'script "prepare" of packages/a/package.json',
      ],
    ],
    [
      "Yarn's scripts by its own program and its plugins",
      {
        ...workspace,
        'yarn.lock': '__metadata:',
        '.yarnrc.yml':
          'yarnPath: .yarn/releases/yarn.cjs\nplugins:\n  - path: .yarn/plugins/own.cjs\nenableTelemetry: false\n',
        '.yarn/releases/yarn.cjs': 'run()',
        '.yarn/plugins/own.cjs': 'hook()',
        '.yarnrc': 'yarn-path "./other.js"\nlastUpdateCheck 1\n',
      },
      'yarn unit',
      [
        '.yarn/plugins/own.cjs in .yarnrc.yml',
        '.yarn/releases/yarn.cjs in .yarnrc.yml',
        'plugins in .yarnrc.yml',
        'script "unit" of package.json',
        'yarn-path in .yarnrc',
        'yarnPath in .yarnrc.yml',
      ],
    ],
    [
      "pnpm's by the settings of its workspace",
      {
        ...workspace,
        'pnpm-workspace.yaml':
          'packages: [packages/*]\nscriptShell: /bin/true\nnodeOptions: -r ./x\nminimumReleaseAge: 1\n',
        '.pnpmfile.cjs': 'module.exports = {}',
      },
      'pnpm -r test',
      [
        '.pnpmfile.cjs',
        'nodeOptions in pnpm-workspace.yaml',
        'script "test" of packages/a/package.json',
        'scriptShell in pnpm-workspace.yaml',
      ],
    ],
    [
      "Bun's by its settings",
      { ...workspace, 'bunfig.toml': '[run]\nshell = "system"\n' },
      'bun run unit',
      ['bunfig.toml', 'script "unit" of package.json'],
    ],
    [
      'those of all packages by the settings above them',
      { ...workspace, '.npmrc': 'script-shell=/bin/true' },
      'npm test --workspaces',
      ['script "test" of packages/a/package.json', 'script-shell in .npmrc'],
    ],
    [
      'those that other programs run too',
      { ...workspace, '.npmrc': 'script-shell=/bin/true' },
      'npx nx run-many -t build',
      ['script "build" of packages/a/package.json', 'script-shell in .npmrc'],
    ],
  ])('defines %s', async (_, files, command, names) => {
    const definition = await define(filesOf(files), command);

    expect([...definition.keys()].sort()).toEqual(names);
  });

  it.each([
    ['what starts tests', 'spawnSync("node", files)', true],
    ['tests, which may grow', 'test("adds", () => {})', false],
  ])('takes a program by its text where it is %s', async (_, text, counts) => {
    const scripts = { test: 'node test.js' };
    const before = packageFiles(scripts, { 'test.js': text });
    const after = packageFiles(scripts, { 'test.js': `${text};` });

    const [one, other] = await Promise.all(
      [before, after].map(files => define(files, 'npm test')),
    );

    expect(one.get('test.js') !== other.get('test.js')).toBe(counts);
  });

  it("keeps the tool's words, without npm's and without colours", async () => {
    const words = await read('eslint .', 'lint', [
      '',
      '> sample@1.0.0 lint',
      '> eslint .',
      '',
      '\u001b[4msrc/a.js\u001b[24m',
      "  1:1  \u001b[31merror\u001b[39m  'x' is not defined  no-undef",
      '',
      'npm error Lifecycle script `lint` failed with error:',
    ]);

    expect(words.output).toBe(
      "src/a.js\n  1:1  error  'x' is not defined  no-undef",
    );
    expect(words.failures).toEqual([
      {
        file: 'src/a.js',
        line: 1,
        message: "'x' is not defined",
        rule: 'no-undef',
      },
    ]);
  });

  it.each<[string, string[], boolean, number | undefined]>([
    ['node --test', ['ℹ tests 0'], true, 0],
    ['node --test', ['# tests 2'], false, 2],
    ['jest', ['Tests:       0 total'], true, 0],
    ['jest', ['Tests:       1 failed, 2 passed, 3 total'], false, 3],
    ['vitest', ['      Tests  3 passed (3)'], false, 3],
    ['mocha', ['  0 passing (1ms)'], true, 0],
    ['mocha', ['  10 passing (1ms)', '  2 failing'], false, 12],
    ['jest', ['No tests found, exiting with code 0'], true, undefined],
    ['jest', ['all good'], false, undefined],
    ['./own-runner', ['  4 passing (1ms)'], false, 4],
  ])(
    'tells from the output of %s, %j, whether nothing was run: %s',
    async (script, lines, ranNothing, testCount) => {
      const words = await read(script, 'test', lines);

      expect(words.ranNothing).toBe(ranNothing);
      expect(words.testCount).toBe(testCount);
    },
  );
});
