import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  Bench,
  createRepository,
  createWorkshop,
  writeFiles,
} from '../../testing';
import { runBaselinePhase } from '../baseline';
import { runClonePhase } from '../clone';
import { runCollectPhase } from '../collect';
import { runValidatePhase } from './validatePhase';

jest.setTimeout(60_000);

/** Checks of a real repository, from the base to the verdict. */
describe('the gate', () => {
  const workshop = createWorkshop();
  let count = 0;
  afterAll(workshop.remove);

  /** A repository whose scripts are shell scripts: `%` stands for a folder that no checkout has. */
  function createBench(
    scripts: Record<string, string>,
    more: Record<string, string> = {},
  ) {
    const dir = join(workshop.dir, String(count++));
    const files: Record<string, string> = {
      'package.json': JSON.stringify({
        name: 'sample',
        version: '1.0.0',
        scripts: Object.fromEntries(
          Object.keys(scripts).map(name => [name, `sh ${name}.sh`]),
        ),
      }),
      '.gitignore': 'node_modules\n',
      'src/a.txt': 'good\n',
      ...more,
    };
    for (const [name, script] of Object.entries(scripts)) {
      files[`${name}.sh`] = `${script.replaceAll('%', dir)}\n`;
    }
    const origin = createRepository(join(dir, 'origin'), files);
    return new Bench(join(dir, 'workspace'), `file://${origin}`);
  }

  async function prepare(bench: Bench) {
    await bench.run('clone', runClonePhase);
    return await bench.run('baseline', runBaselinePhase);
  }

  async function judge(bench: Bench, files: Record<string, string>) {
    writeFiles(bench.work, files);
    const collected = await bench.run('collect', runCollectPhase);
    if (collected.outcome !== 'ok') return collected;
    return await bench.run('validate', runValidatePhase);
  }

  const lastCheck = (bench: Bench) =>
    bench.events.flatMap(event =>
      event.type === 'validation' ? [event.check] : [],
    )[0];

  describe('with tests of which some fail on the base', () => {
    const suite = (tests: Record<string, boolean>) =>
      [
        "const test = require('node:test');",
        ...Object.entries(tests).map(
          ([name, passes]) =>
            `test('${name}', () => { if (!${passes}) throw new Error('${name} at ' + Date.now()); });`,
        ),
      ].join('\n');

    async function judged(tests: Record<string, boolean>) {
      const bench = createBench(
        { test: 'node --test' },
        { 'a.test.js': suite({ adds: true, divides: false }) },
      );
      expect(await prepare(bench)).toEqual({ outcome: 'ok' });
      expect(lastCheck(bench)).toMatchObject({
        status: 'failed',
        testCount: 2,
        failures: [{ rule: 'divides' }],
      });
      const result = await judge(bench, { 'a.test.js': suite(tests) });
      return { result, check: lastCheck(bench) };
    }

    it('lets pass what failed before, and names it', async () => {
      const { result, check } = await judged({
        adds: true,
        subtracts: true,
        divides: false,
      });

      expect(result).toMatchObject({ verdict: 'passed' });
      expect(check).toMatchObject({
        status: 'failedBefore',
        knownFailures: [{ rule: 'divides' }],
      });
    });

    it('shows the new failure alone', async () => {
      const { result, check } = await judged({ adds: false, divides: false });

      expect(result.error).toMatch(/^Tests failed: .*adds/);
      expect(result.error).not.toContain('divides');
      expect(check).toMatchObject({
        status: 'failed',
        newFailures: [{ rule: 'adds' }],
        knownFailures: [{ rule: 'divides' }],
      });
    });

    it('blocks a change that takes tests away', async () => {
      const { result } = await judged({ adds: true });

      expect(result.error).toMatch(
        /^Tests failed: 1 test ran, and on the base it was 2\./,
      );
    });
  });

  it('takes what could not be downloaded for no failure of the change', async () => {
    const bench = createBench(
      {},
      {
        'pom.xml': '<project/>',
        // Called for the base, then for the change, and again for what it could not download.
        mvnw: [
          '#!/bin/sh',
          'test -e ../../online && exit; test -e ../../../online && exit',
          'echo "[ERROR] Could not transfer artifact a:b:jar:1 from/to central (https://maven.example): Unknown host maven.example"',
          'exit 1',
        ].join('\n'),
      },
    );
    const origin = join(bench.root, '../origin');
    chmodSync(join(origin, 'mvnw'), 0o755);
    createRepository(origin, {});
    const bin = join(bench.root, '../bin');
    writeFiles(bin, { java: '#!/bin/sh\n' });
    chmodSync(join(bin, 'java'), 0o755);
    const online = join(bench.root, '../online');
    writeFiles(join(bench.root, '..'), { online: '' });
    const { PATH } = process.env;
    process.env.PATH = `${bin}:${PATH}`;
    try {
      expect(await prepare(bench)).toEqual({ outcome: 'ok' });
      rmSync(online);

      expect(await judge(bench, { 'src/b.txt': 'new\n' })).toEqual({
        outcome: 'infrastructure',
        error: expect.stringMatching(
          /^Downloading dependencies failed \(`.\/mvnw --batch-mode dependency:go-offline`\): .*Unknown host/s,
        ),
      });
    } finally {
      process.env.PATH = PATH;
    }
  });

  it('runs a new failure once more, and says that what then passes is flaky', async () => {
    const bench = createBench({
      test: 'test -e %/change || exit 0; test -e %/tried || { touch %/tried; exit 1; }',
    });
    expect(await prepare(bench)).toEqual({ outcome: 'ok' });
    writeFiles(bench.root, { '../change': '' });

    expect(await judge(bench, { 'src/b.txt': 'new\n' })).toMatchObject({
      verdict: 'passed',
    });
    expect(lastCheck(bench)).toMatchObject({ status: 'passed', flaky: true });
    expect(bench.log).toContain(
      'npm test is flaky: it passed at the second try',
    );
  });

  it.each([
    ['others fail, and then none', '3', 'passed'],
    ['others fail, and then these', '9', 'failed'],
  ])('runs it a third time where %s', async (_, tries, verdict) => {
    // Fails in another way each time, until it was tried often enough.
    const bench = createBench(
      { test: 'test -e %/change || exit 0; node --test' },
      {
        'a.test.js': `const { appendFileSync, readFileSync } = require('node:fs');
          appendFileSync(process.cwd() + '/../../../tried', 'x');
          const count = readFileSync(process.cwd() + '/../../../tried').length;
          require('node:test')('t' + count, () => { if (count < ${tries}) throw new Error('no'); });`,
      },
    );
    expect(await prepare(bench)).toEqual({ outcome: 'ok' });
    writeFiles(bench.root, { '../change': '' });

    const result = await judge(bench, { 'src/b.txt': 'new\n' });

    expect(result).toMatchObject({ verdict });
    expect(bench.log.includes('it passed at the third try')).toBe(
      verdict === 'passed',
    );
  });

  it('runs what fails on the base once more, and takes for known what failed in either run', async () => {
    const flaky = createBench({
      test: 'test -e %/tried || { touch %/tried; exit 1; }',
    });
    await prepare(flaky);
    expect(lastCheck(flaky)).toMatchObject({ status: 'passed', flaky: true });

    const suite = (name: string) =>
      `require('node:test')(${name}, () => { throw new Error('no'); });\n`;
    const changing = createBench(
      { test: 'node --test' },
      {
        'a.test.js': suite(
          `require('node:fs').mkdirSync('node_modules/once', { recursive: true }) ? 'one' : 'two'`,
        ),
      },
    );
    await prepare(changing);
    expect(lastCheck(changing)).toMatchObject({
      status: 'failed',
      failures: [{ rule: 'one' }, { rule: 'two' }],
    });
    expect(await judge(changing, { 'src/b.txt': 'new\n' })).toMatchObject({
      verdict: 'passed',
    });
  });

  it('says before the agent begins what cannot run here', async () => {
    const bench = createBench({ lint: 'no-such-linter src', test: 'true' });

    expect(await prepare(bench)).toEqual({
      outcome: 'validationFailed',
      error:
        'Linting cannot run here: `npm run lint` (script "lint" of package.json). no-such-linter is not installed where the task runs.\n' +
        'Install what is missing where tasks run, or accept checks that cannot run with `backgroundTasks.validation.allowNotRun`.',
    });
  });

  it('accepts what cannot run where that is allowed, and never calls it passed', async () => {
    const bench = createBench({ lint: 'no-such-linter src', test: 'true' });
    bench.spec.validation.allowNotRun = true;
    expect(await prepare(bench)).toEqual({ outcome: 'ok' });

    expect(await judge(bench, { 'src/b.txt': 'new\n' })).toMatchObject({
      verdict: 'passed',
    });
    expect(lastCheck(bench)).toMatchObject({
      status: 'notRun',
      notRunBecause: 'program',
    });
    expect(bench.log).toMatch(/No new failures: 1 check did not run$/);
  });

  describe('with no check that runs', () => {
    const NO_TESTS = {
      test: 'node --test',
    };

    it('refuses the change, and says what to do', async () => {
      const bench = createBench(NO_TESTS);
      expect(await prepare(bench)).toEqual({ outcome: 'ok' });

      expect(await judge(bench, { 'src/b.txt': 'new\n' })).toMatchObject({
        outcome: 'validationFailed',
        verdict: 'failed',
        error: expect.stringMatching(
          /^No check ran: npm test ran nothing \(.*\)\. Add a check .*`backgroundTasks\.validation\.allowNoChecks`\.$/s,
        ),
      });
    });

    it('does not take what the task brings along for one', async () => {
      const bench = createBench(NO_TESTS);
      bench.spec.validation.commands = ['true'];
      await prepare(bench);

      expect(await judge(bench, { 'src/b.txt': 'new\n' })).toMatchObject({
        error: expect.stringMatching(/^No check ran: npm test ran nothing/),
      });
    });

    it('accepts it unchecked where that is allowed', async () => {
      const bench = createBench(NO_TESTS);
      bench.spec.validation.allowNoChecks = true;
      await prepare(bench);

      expect(await judge(bench, { 'src/b.txt': 'new\n' })).toMatchObject({
        outcome: 'ok',
        verdict: 'none',
        bundleHash: expect.any(String),
      });
    });

    it('accepts a change that adds the first test', async () => {
      const bench = createBench(NO_TESTS);
      await prepare(bench);

      expect(
        await judge(bench, {
          'a.test.js': "require('node:test')('adds', () => {});\n",
        }),
      ).toMatchObject({ verdict: 'passed' });
    });

    it('says so before the agent begins, where none could', async () => {
      const bench = createBench({ lint: 'no-such-linter src' });
      bench.spec.validation.allowNotRun = true;

      expect(await prepare(bench)).toMatchObject({
        outcome: 'validationFailed',
        error: expect.stringMatching(/^No check ran: npm run lint could not/),
      });
    });
  });

  it('refuses a change that takes away what a check needs, whatever is allowed', async () => {
    const bench = createBench({ lint: 'bin/linter src' });
    bench.spec.validation.allowNotRun = true;
    bench.spec.validation.allowChangedChecks = true;
    writeFiles(join(bench.root, '../origin'), { 'bin/linter': '#!/bin/sh\n' });
    chmodSync(join(bench.root, '../origin/bin/linter'), 0o755);
    createRepository(join(bench.root, '../origin'), {});
    expect(await prepare(bench)).toEqual({ outcome: 'ok' });

    const result = await judge(bench, { 'bin/linter': '#!/no/such/shell\n' });

    expect(result).toMatchObject({
      outcome: 'validationFailed',
      error: expect.stringMatching(/^Linting could not run \(npm run lint\): /),
    });
  });

  it('blocks what stood before where the project is strict', async () => {
    const bench = createBench({ lint: 'echo old trouble; exit 1' });
    bench.spec.validation.strict = true;
    expect(await prepare(bench)).toEqual({ outcome: 'ok' });

    expect(await judge(bench, { 'src/b.txt': 'new\n' })).toMatchObject({
      outcome: 'validationFailed',
      error: 'Linting failed: old trouble',
    });
  });

  it('keeps out of the change what checks leave behind, also after the agent has run them', async () => {
    const bench = createBench({
      test: 'mkdir -p out; date > out/report; echo x > left.txt; echo y >> src/a.txt',
    });
    expect(await prepare(bench)).toEqual({ outcome: 'ok' });

    expect(
      await judge(bench, { 'out/report': 'again\n', 'left.txt': 'again\n' }),
    ).toEqual({ outcome: 'noChanges' });
    expect(bench.log).toContain("Left out 'left.txt': the checks make it.");
  });

  it('lets a check have no say in what the next one sees', async () => {
    const bench = createBench({
      lint: 'test -e %/change && { echo good > src/a.txt; git add -A; }; true',
      test: 'grep -q good src/a.txt',
    });
    expect(await prepare(bench)).toEqual({ outcome: 'ok' });
    writeFiles(bench.root, { '../change': '' });

    expect(await judge(bench, { 'src/a.txt': 'bad\n' })).toMatchObject({
      outcome: 'validationFailed',
      error: expect.stringMatching(/^Tests failed/),
    });
  });

  it('has the programs that the baseline made, and makes none of them again', async () => {
    const bench = createBench(
      { test: 'true' },
      {
        'go.mod': 'module sample\n',
        '.github/workflows/ci.yml': JSON.stringify({
          on: 'pull_request',
          jobs: { lint: { steps: [{ run: 'golangci-lint run' }] } },
        }),
      },
    );
    const bin = join(bench.root, '../bin');
    const made = join(bench.root, '../made');
    const linter = `#!/bin/sh\nprintf 'version %s' "$(wc -l < ${made})"; test -e src/a.txt\n`;
    writeFiles(bin, {
      go: `#!/bin/sh
case $1 in
  version) echo go version go1.30 ;;
  install) echo "$@" >> ${made}; mkdir -p "$GOBIN"; cp ${bin}/linter "$GOBIN/golangci-lint" ;;
esac
`,
      linter,
    });
    for (const name of ['go', 'linter']) chmodSync(join(bin, name), 0o755);
    const { PATH } = process.env;
    process.env.PATH = `${bin}:${PATH}`;
    try {
      expect(await prepare(bench)).toEqual({ outcome: 'ok' });
      expect(await judge(bench, { 'src/b.txt': 'new\n' })).toMatchObject({
        verdict: 'passed',
      });
    } finally {
      process.env.PATH = PATH;
    }

    expect(readFileSync(made, 'utf8')).toMatch(/^install .*golangci-lint.*\n$/);
    expect(bench.log).toContain('what it makes is there from the baseline');
    expect(bench.log).toContain('version 1');
  });

  it('takes an added command that could not run for failed', async () => {
    const bench = createBench({ test: 'true' });
    bench.spec.validation.commands = ['no-such-program'];
    bench.spec.validation.allowNotRun = true;
    expect(await prepare(bench)).toEqual({ outcome: 'ok' });

    expect(await judge(bench, { 'src/b.txt': 'new\n' })).toMatchObject({
      outcome: 'validationFailed',
      error:
        'Tests failed: no-such-program is not installed where the task runs.',
    });
  });
});
