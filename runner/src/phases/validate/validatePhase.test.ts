import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bundleContentSchema } from '@background-tasks/plugin-background-tasks-common';
import {
  Bench,
  createRepository,
  createWorkshop,
  git,
  writeFiles,
} from '../../testing';
import { runBaselinePhase } from '../baseline';
import { runClonePhase } from '../clone';
import { runCollectPhase } from '../collect';
import { runValidatePhase } from './validatePhase';

const SCRIPTS = { lint: 'node lint.js', test: 'node test.js' };
const LINTER = `
const fs = require('node:fs');
const bad = fs.readdirSync('src').filter(name => fs.readFileSync('src/' + name, 'utf8').includes('bad'));
for (const name of bad) console.log('src/' + name + ':1: \\u001b[31mbad word\\u001b[0m');
process.exit(bad.length ? 1 : 0);
`;
const TESTS = `
require('node:fs').writeFileSync('left-behind.txt', 'by a check');
require('node:fs').appendFileSync('src/a.js', '// by a check\\n');
console.log('# tests ' + require('node:fs').readFileSync('count', 'utf8').trim());
`;

function repositoryFiles(
  scripts: Record<string, string> = SCRIPTS,
  more: Record<string, string> = {},
): Record<string, string> {
  const name = { name: 'sample', version: '1.0.0' };
  return {
    'package.json': JSON.stringify({ ...name, scripts }, null, 2),
    'package-lock.json': JSON.stringify({
      ...name,
      lockfileVersion: 3,
      requires: true,
      packages: { '': name },
    }),
    'lint.js': LINTER,
    'test.js': TESTS,
    count: '1\n',
    'src/a.js': 'good\n',
    ...more,
  };
}

jest.setTimeout(60_000);

describe('baseline and gate', () => {
  const workshop = createWorkshop();
  let count = 0;
  afterAll(workshop.remove);

  /** A workspace after clone, with what baseline said. */
  async function createBench(
    files: Record<string, string>,
    configure: (bench: Bench) => void = () => {},
  ) {
    const dir = join(workshop.dir, String(count++));
    const origin = createRepository(join(dir, 'origin'), files);
    const bench = new Bench(join(dir, 'workspace'), `file://${origin}`);
    configure(bench);
    await bench.run('clone', runClonePhase);
    const baseline = await bench.run('baseline', runBaselinePhase);
    return { bench, baseline };
  }

  /** Collects what was changed, and lets the gate judge it. */
  async function judge(bench: Bench) {
    const collected = await bench.run('collect', runCollectPhase);
    expect(collected).toEqual({ outcome: 'ok' });
    return await bench.run('validate', runValidatePhase);
  }

  function checksOf(bench: Bench): string[] {
    return bench.events.flatMap(event =>
      event.type === 'validation'
        ? [`${event.stage} ${event.check.kind} ${event.check.status}`]
        : [],
    );
  }

  it('passes a good change, and says so in its last words', async () => {
    const { bench, baseline } = await createBench(repositoryFiles());
    expect(baseline).toEqual({ outcome: 'ok' });
    expect(checksOf(bench)).toEqual([
      'baseline lint passed',
      'baseline test passed',
    ]);
    expect(git(bench.work, 'status', '--porcelain')).toBe('');
    writeFiles(bench.work, { 'src/b.js': 'good\n' });

    const result = await judge(bench);

    expect(result).toEqual({
      outcome: 'ok',
      verdict: 'passed',
      bundleHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(checksOf(bench)).toEqual(['gate lint passed', 'gate test passed']);
    expect(bench.log.split('\n').slice(-3)).toEqual([
      expect.stringMatching(/^npm run lint: passed \(\d+\.\d s\)$/),
      expect.stringMatching(/^npm test: passed \(\d+\.\d s\)$/),
      'All checks passed',
    ]);
    const kinds = bench.events.flatMap(event =>
      event.type === 'progress' ? [[event.progress, event.check]] : [],
    );
    expect(kinds).toEqual([
      [64, undefined],
      [64, 'lint'],
      [72, 'test'],
      [80, undefined],
    ]);
  });

  it("refuses a bad change in the linter's own words, and runs the other checks all the same", async () => {
    const { bench } = await createBench(repositoryFiles());
    writeFiles(bench.work, { 'src/b.js': 'bad\n' });

    expect(await judge(bench)).toEqual({
      outcome: 'validationFailed',
      verdict: 'failed',
      bundleHash: expect.any(String),
      error: 'Linting failed: src/b.js:1: bad word',
    });
    expect(checksOf(bench)).toEqual(['gate lint failed', 'gate test passed']);
    expect(bench.log).toMatch(/Not passed: Linting$/);
  });

  it('does not hold against a change what failed before', async () => {
    const { bench, baseline } = await createBench(
      repositoryFiles(SCRIPTS, { 'src/old.js': 'bad\n' }),
    );
    expect(baseline).toEqual({ outcome: 'ok' });
    expect(checksOf(bench)[0]).toBe('baseline lint failed');
    writeFiles(bench.work, { 'src/b.js': 'good\n' });

    expect(await judge(bench)).toMatchObject({ verdict: 'passed' });
    expect(checksOf(bench)).toEqual([
      'gate lint failedBefore',
      'gate test passed',
    ]);
    expect(bench.log).toMatch(
      /No new failures: 1 check failed before the change too$/,
    );
  });

  it('refuses a change after which no test is run any more', async () => {
    const { bench } = await createBench(repositoryFiles());
    writeFiles(bench.work, { count: '0\n' });

    expect(await judge(bench)).toMatchObject({
      outcome: 'validationFailed',
      error: 'Tests ran nothing: # tests 0',
    });
  });

  it.each<[string, (scripts: Record<string, string>) => void, RegExp]>([
    [
      'the script itself',
      scripts => {
        scripts.lint = 'true';
      },
      /^The change alters what `npm run lint` runs: script "lint" of package\.json was "node lint\.js", is "true"; lint\.js was "\d+ characters, sha256 \w+", is absent\.$/,
    ],
    [
      'a hook before it',
      scripts => {
        scripts.pretest = 'echo > test.js';
      },
      /^The change alters what `npm test` runs: script "pretest" of package\.json was absent, is "echo > test\.js"\.$/,
    ],
    [
      'a script that installing runs',
      scripts => {
        scripts.postinstall = 'echo > test.js';
      },
      /^The change alters what `npm (?:ci|install)` runs: script "postinstall" of package\.json was absent, is "echo > test\.js"\.$/,
    ],
    [
      'by removing it',
      scripts => {
        delete scripts.lint;
      },
      /script "lint" of package\.json was "node lint\.js", is absent;/,
    ],
  ])('refuses a change to what a check runs: %s', async (_, change, error) => {
    const { bench } = await createBench(repositoryFiles());
    const scripts: Record<string, string> = { ...SCRIPTS };
    change(scripts);
    writeFileSync(
      join(bench.work, 'package.json'),
      repositoryFiles(scripts)['package.json'],
    );

    expect(await judge(bench)).toMatchObject({
      outcome: 'validationFailed',
      verdict: 'failed',
      error: expect.stringMatching(error),
    });
  });

  it('accepts a changed check where that is allowed', async () => {
    const { bench } = await createBench(repositoryFiles(), ({ spec }) => {
      spec.validation.allowChangedChecks = true;
    });
    writeFileSync(
      join(bench.work, 'package.json'),
      repositoryFiles({ ...SCRIPTS, lint: 'true' })['package.json'],
    );

    expect(await judge(bench)).toMatchObject({ verdict: 'passed' });
    expect(bench.log).toContain('The change alters what `npm run lint` runs');
  });

  it('refuses a repository without checks, and says how to allow it', async () => {
    const { baseline } = await createBench(repositoryFiles({}));

    expect(baseline).toEqual({
      outcome: 'validationFailed',
      error: expect.stringMatching(
        /^No checks were found in https:\/\/code\.example\/repo \(looked for .*the npm scripts .*\)\. Add one, or allow it with `backgroundTasks\.validation\.allowNoChecks`\.$/,
      ),
    });
  });

  it('accepts a repository without checks where that is allowed', async () => {
    const { bench, baseline } = await createBench(
      repositoryFiles({}),
      ({ spec }) => {
        spec.validation.allowNoChecks = true;
      },
    );
    expect(baseline).toEqual({ outcome: 'ok' });
    writeFiles(bench.work, { 'new.md': 'New\n' });

    expect(await judge(bench)).toMatchObject({
      outcome: 'ok',
      verdict: 'none',
      bundleHash: expect.any(String),
    });
  });

  it('runs what the task brings along, which must pass whatever stood before', async () => {
    const { bench, baseline } = await createBench(
      repositoryFiles(),
      ({ spec }) => {
        spec.validation.commands = ['grep -q new src/b.js', 'npm run lint'];
        spec.validation.fileExists = ['src/b.js', 'docs/b.md'];
      },
    );
    expect(baseline).toEqual({ outcome: 'ok' });
    expect(checksOf(bench)).toEqual([
      'baseline lint passed',
      'baseline test passed',
      'baseline test failed',
    ]);
    writeFiles(bench.work, { 'src/b.js': 'good\n' });

    expect(await judge(bench)).toMatchObject({
      outcome: 'validationFailed',
      error:
        'Tests failed: It ended with exit code 1 and printed nothing.\n\n' +
        'Build failed: docs/b.md is not there after the change',
    });
    expect(checksOf(bench)).toEqual([
      'gate lint passed',
      'gate test passed',
      'gate test failed',
      'gate build passed',
      'gate build failed',
    ]);
  });

  it('publishes what the task brings along where it holds', async () => {
    const { bench } = await createBench(repositoryFiles(), ({ spec }) => {
      spec.validation.commands = ['grep -q new src/b.js'];
      spec.validation.fileExists = ['src/b.js'];
    });
    writeFiles(bench.work, { 'src/b.js': 'new\n' });

    expect(await judge(bench)).toMatchObject({ verdict: 'passed' });
    const added = bench.events.flatMap(event =>
      event.type === 'validation' && event.check.reason === 'added by the task'
        ? [event.check.command]
        : [],
    );
    expect(added).toEqual(['grep -q new src/b.js', 'file exists: src/b.js']);
  });

  it('refuses a change to a script that an added command runs', async () => {
    const scripts = { ...SCRIPTS, special: 'node lint.js' };
    const { bench } = await createBench(
      repositoryFiles(scripts),
      ({ spec }) => {
        spec.validation.commands = ['npm run special'];
      },
    );
    writeFileSync(
      join(bench.work, 'package.json'),
      repositoryFiles({ ...scripts, special: 'true' })['package.json'],
    );

    expect(await judge(bench)).toMatchObject({
      outcome: 'validationFailed',
      error: expect.stringContaining('alters what `npm run special` runs'),
    });
  });

  it('does not take added commands for checks of the repository', async () => {
    const { baseline } = await createBench(repositoryFiles({}), ({ spec }) => {
      spec.validation.commands = ['true'];
    });

    expect(baseline).toMatchObject({
      outcome: 'validationFailed',
      error: expect.stringContaining('No checks were found'),
    });
  });

  it('says when the base itself cannot be set up', async () => {
    const { baseline } = await createBench(
      repositoryFiles({ ...SCRIPTS, postinstall: 'echo no luck && exit 3' }),
    );

    expect(baseline).toMatchObject({
      outcome: 'validationFailed',
      error: expect.stringMatching(
        /^Installing dependencies failed on the untouched base: [^]*no luck/,
      ),
    });
  });

  it('takes no bundle that does not make the tree that it names', async () => {
    const { bench } = await createBench(repositoryFiles());
    appendFileSync(join(bench.work, 'src/a.js'), 'more\n');
    await bench.run('collect', runCollectPhase);
    const file = join(bench.root, 'bundle', 'bundle.json.gz');
    const content = bundleContentSchema.parse(
      JSON.parse(gunzipSync(readFileSync(file)).toString()),
    );
    content.entries.push({ op: 'delete', path: 'lint.js' });
    writeFileSync(file, gzipSync(JSON.stringify(content)));

    expect(await bench.run('validate', runValidatePhase)).toMatchObject({
      outcome: 'infrastructure',
      error: expect.stringMatching(/^The bundle makes the tree /),
    });
  });
});
