import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import { EventWriter } from '../events';
import { Git } from '../git';
import { createRepository, createWorkshop, git, writeFiles } from '../testing';
import type { PlannedCommand, Validator } from '../validators';
import {
  bestOf,
  blocks,
  DownloadFailure,
  explain,
  judge,
  runCheck,
  runCleanly,
  runSetup,
  summarize,
  TreeKeeper,
  type CheckPolicy,
} from '.';

/** Reads `file:line: message (rule)`, and `N tests`. */
const reader: Validator = {
  async define() {
    return new Map();
  },
  read(lines) {
    const failures = lines.flatMap(line => {
      const [, file, number, message, rule] =
        /^(\S+):(\d+): (.*?)(?: \((.*)\))?$/.exec(line) ?? [];
      return file ? [{ file, line: Number(number), message, rule }] : [];
    });
    const count = lines.flatMap(line => /^(\d+) tests$/.exec(line)?.[1] ?? []);
    return {
      output: lines.join('\n'),
      ranNothing: count[0] === '0',
      ...(failures.length > 0 && { failures }),
      ...(count.length > 0 && { testCount: Number(count[0]) }),
    };
  },
};

describe('checks', () => {
  const workshop = createWorkshop();
  let count = 0;
  afterAll(workshop.remove);

  function createPlace(files: Record<string, string> = { 'a.txt': 'a\n' }) {
    const dir = createRepository(join(workshop.dir, String(count++)), files);
    const log: string[] = [];
    const events = new EventWriter('validate', { write: l => log.push(l) });
    const signal = new AbortController().signal;
    return { dir, log, environment: { cwd: dir, events, signal } };
  }

  function planned(
    command: string,
    rest: Partial<PlannedCommand> = {},
  ): PlannedCommand {
    return { kind: 'test', command, reason: 'a test', ...rest };
  }

  /** Runs what prints `before` on the base and `after` on the change, both to fail unless told otherwise. */
  async function judged(
    before: string,
    after: string,
    {
      kind = 'lint',
      policy = {},
      code = '1 1',
    }: {
      kind?: CheckKind;
      policy?: CheckPolicy;
      code?: string;
    } = {},
  ) {
    const { dir, environment } = createPlace();
    const [first, second] = code.split(' ');
    const command = planned('cat out; exit $(cat code)', { kind });
    writeFiles(dir, { out: before, code: first });
    const baseline = [await runCheck(command, reader, environment)];
    writeFiles(dir, { out: after, code: second });
    const run = await runCheck(command, reader, environment);
    const check = judge(run, baseline, policy);
    return {
      check,
      blocked: blocks(check, baseline, policy),
      explained: explain([check], baseline, policy),
      said: summarize([check], baseline, policy).at(-1),
    };
  }

  it('lets pass what stood before, wherever its lines have moved to', async () => {
    const { check, blocked, said } = await judged(
      'a.js:1: bad word (no-bad)\nb.js:7: 12 is odd, see line 3 (even)\n',
      'b.js:9: 12 is odd, see line 5 (even)\na.js:44: bad word (no-bad)\n',
    );

    expect(blocked).toBe(false);
    expect(check.status).toBe('failedBefore');
    expect(check.knownFailures).toHaveLength(2);
    expect(said).toBe('No new failures: 1 check failed before the change too');
  });

  it('blocks one new failure among known ones, and shows that alone', async () => {
    const old = 'a.js:1: bad word (no-bad)\n';
    const { check, blocked, explained } = await judged(
      old,
      `${old}a.js:2: bad word (no-bad)\nc.js:3: worse (no-bad)\n`,
    );

    expect(blocked).toBe(true);
    expect(check.newFailures).toEqual([
      { file: 'a.js', line: 2, message: 'bad word', rule: 'no-bad' },
      { file: 'c.js', line: 3, message: 'worse', rule: 'no-bad' },
    ]);
    expect(explained).toBe(
      'Linting failed: a.js:2: bad word (no-bad)\nc.js:3: worse (no-bad)\n(1 further failure stood before the change)',
    );
  });

  it('knows a test by its name, whatever it says', async () => {
    const { blocked } = await judged(
      't.js:1: port 4711 refused after 3 ms (adds)\n3 tests\n',
      't.js:1: listen EADDRINUSE (adds)\n3 tests\n',
      { kind: 'test' },
    );
    expect(blocked).toBe(false);
  });

  it('goes by the exit code where a tool does not name its failures', async () => {
    const unnamed = await judged('no luck\n', 'still no luck\n');
    const crash = await judged('a.js:1: bad (x)\n', 'out of memory\n');

    expect(unnamed.check.status).toBe('failedBefore');
    expect(crash.check.status).toBe('failed');
  });

  it('blocks what stood before too where the project is strict', async () => {
    const policy = { strict: true };
    const line = 'a.js:1: bad word (no-bad)\n';

    const named = await judged(line, line, { policy });
    const unnamed = await judged('no luck\n', 'no luck\n', { policy });

    expect([named.blocked, unnamed.blocked]).toEqual([true, true]);
    expect(named.explained).toContain('a.js:1: bad word (no-bad)');
  });

  it.each([
    ['passing', '0 0', '3 tests\n', '2 tests\n'],
    ['failing', '1 1', 't:1: x (adds)\n3 tests\n', 't:1: x (adds)\n2 tests\n'],
    ['no longer counted', '0 0', '3 tests\n', 'all is well\n'],
  ])('blocks fewer tests than on the base: %s', async (_, code, ...outputs) => {
    const [before, after] = outputs;
    const options = { kind: 'test', code } as const;
    const refused = await judged(before, after, options);
    const allowed = await judged(before, after, {
      ...options,
      policy: { allowFewerTests: true },
    });

    expect(refused.explained).toMatch(
      /^Tests failed: .*on the base it was 3\..*allowFewerTests/,
    );
    expect(allowed.blocked).toBe(false);
  });

  it.each<[string, Partial<PlannedCommand>, string]>([
    ['true', { needs: ['no-such-program'] }, 'no-such-program is not inst'],
    ['true', { needs: ['node >=999'] }, 'node 999 or later is needed, and '],
    ['no-such-program', {}, 'no-such-program is not installed where'],
    ['true', { needs: ['./stand-in >=1.0'] }, 'run where the task runs: noenv'],
    ['./rust-stand-in', {}, 'cargo is there, but no toolchain of rustup'],
    ['sh -c no-such || exit 2', {}, 'no-such is not installed where'],
    ['echo "Cannot connect to the Docker daemon"; exit 1', {}, 'Docker does'],
    ['echo connect ECONNREFUSED 127.0.0.1:5432; exit 1', {}, 'A service that'],
    ['true', { directory: 'gone' }, 'The folder gone is not there.'],
    ['true', { directory: 'out' }, 'The folder out is not there.'],
    ['echo 0 tests', {}, '0 tests'],
  ])('does not take for run: %s %j', async (command, rest, words) => {
    const { dir, environment } = createPlace({
      'stand-in': '#!/bin/sh\necho "noenv: no version 3 of it"; exit 127\n',
      'rust-stand-in':
        '#!/bin/sh\necho "error: rustup could not choose a version of cargo to run"; exit 1\n',
    });
    symlinkSync('/', join(dir, 'out'));
    for (const program of ['stand-in', 'rust-stand-in']) {
      chmodSync(join(dir, program), 0o755);
    }

    const check = await runCheck(planned(command, rest), reader, environment);

    expect(check.status).toBe('notRun');
    expect(check.output).toContain(words);
    const here = check.notRunBecause !== 'noTests';
    expect(blocks(check, [check])).toBe(here);
    expect(blocks(check, [check], { allowNotRun: true })).toBe(false);
    const ran = { ...check, status: 'passed' as const };
    expect(blocks(check, [ran], { allowNotRun: true })).toBe(true);
  });

  it('takes single failures for want of a service for failures', async () => {
    const { environment } = createPlace();
    const check = await runCheck(
      planned(
        'echo t:1: connect ECONNREFUSED 127.0.0.1:5432; echo 9 tests; false',
      ),
      reader,
      environment,
    );
    expect(check).toMatchObject({ status: 'failed', testCount: 9 });
  });

  it('runs a check in its folder, with the programs of the plan, and names files from the root', async () => {
    const { dir, environment } = createPlace({
      'sub/x.js': 'x\n',
      'bin/linter': '#!/bin/sh\nls *.js | sed "s/$/:1: bad/"; exit 1\n',
    });
    chmodSync(join(dir, 'bin/linter'), 0o755);

    const check = await runCheck(
      planned('linter', { directory: 'sub', needs: ['linter'] }),
      reader,
      { ...environment, path: ['bin'] },
    );

    expect(check).toMatchObject({
      status: 'failed',
      directory: 'sub',
      failures: [{ file: 'sub/x.js', line: 1, message: 'bad' }],
    });
  });

  it('keeps one check from another, and reads a formatter by what it rewrites', async () => {
    const { dir, environment } = createPlace({
      'a.txt': 'a\n',
      'b/c.txt': 'c\n',
    });
    writeFiles(dir, { 'made-by-setup': '1' });
    const ours = Git.create(workshop.dir);
    const base = git(dir, 'rev-parse', 'HEAD');
    const own = join(workshop.dir, `keeper-${count}`);
    const keeper = await TreeKeeper.create(ours, own, dir, base);
    expect(keeper.initial).toEqual({ changed: [], added: ['made-by-setup'] });

    const { run, left } = await runCleanly(
      planned('echo x >> a.txt; rm -r b; mkdir -p d; touch d/e; git add -A', {
        kind: 'format',
      }),
      reader,
      environment,
      keeper,
    );

    expect(left).toEqual({ changed: ['a.txt', 'b/c.txt'], added: ['d/'] });
    expect(run).toMatchObject({
      status: 'failed',
      output: 'The formatter rewrote a.txt, b/c.txt',
    });
    expect(await keeper.leftovers()).toEqual({ changed: [], added: [] });
    expect(existsSync(join(dir, 'made-by-setup'))).toBe(true);
  });

  it.each([
    ['npm error code ENOTFOUND'],
    ['error: error sending request for url (https://registry.example/x)'],
    ['warning: spurious network error (3 tries remaining)'],
    ['dial tcp: lookup proxy.example: no such host'],
    ['Could not transfer artifact a:b:jar:1 from/to central: Unknown host x'],
    ['Could not reach host index.example. Check your network connection'],
    [
      'Could not fetch specs from https://gems.example/ due to underlying error <timed out (https://gems.example/specs.4.8.gz)>',
    ],
    [
      "error: failed to download from `https://crates.example/api/v1/crates/a/0.1.9/download`\n\nCaused by:\n  [7] Couldn't connect to server",
    ],
    [
      'go: example.com/a@v1.2.0: Get "https://proxy.example/a.zip": dial tcp: lookup proxy.example on 192.0.2.1:53: server misbehaving',
    ],
    [
      'curl error 6 while downloading https://packages.example: Could not resolve',
    ],
  ])('takes for the network: %s', async words => {
    const { dir, environment } = createPlace();
    const command = 'test -e tried || { touch tried; cat words; exit 1; }';
    writeFiles(dir, { words });
    const setup = [{ command, reason: 'a test' }];

    const result = await runSetup(
      { plan: { setup, commands: [] }, validatorOf: () => reader },
      environment,
    );

    expect(result).toEqual({ missing: [] });
  });

  describe('of a tool that downloads while it checks', () => {
    const maven = (cause: string) =>
      `[ERROR] Failed to execute goal on project sample: Could not resolve dependencies for project g:sample:jar:1: Could not transfer artifact a:b:jar:1 from/to central (https://maven.example): ${cause} -> [Help 1]`;
    const gradle = (cause: string) =>
      [
        'FAILURE: Build failed with an exception.',
        '* What went wrong:',
        "Execution failed for task ':compileJava'.",
        "> Could not resolve all files for configuration ':compileClasspath'.",
        "      > Could not get resource 'https://maven.example/a/b/1/b-1.pom'.",
        `         > Could not GET 'https://maven.example/a/b/1/b-1.pom'.${cause}`,
      ].join('\n');

    /** A check that prints `words` and fails, at its first try or at each; fetching prints `fetched` where it fails. */
    async function tried(words: string, fetched = '', tries = 'first') {
      const { dir, environment } = createPlace();
      writeFiles(dir, { words, fetched });
      const fails = 'echo x >> tried; cat words; exit 1';
      const run = runCheck(
        planned(tries === 'first' ? `test -e tried || { ${fails}; }` : fails),
        reader,
        {
          ...environment,
          fetch: [
            {
              command:
                'echo x >> fetches; cat fetched; test "$(wc -c < fetched)" = 0',
              reason: 'a test',
            },
          ],
        },
      );
      const result = await run.catch((error: Error) => error);
      const countOf = (name: string) =>
        existsSync(join(dir, name))
          ? readFileSync(join(dir, name), 'utf8').trim().split('\n').length
          : 0;
      return { result, runs: countOf('tried'), fetches: countOf('fetches') };
    }

    it.each([
      [maven('Transfer failed for https://maven.example: Unknown host x')],
      [maven('Connect to maven.example:443 [/192.0.2.1] failed: timed out')],
      [
        maven(
          'transfer failed for https://maven.example/b-1.jar, status code: 503',
        ),
      ],
      [
        '[WARNING] Could not transfer metadata org.apache.maven.plugins/maven-metadata.xml from/to central (https://maven.example): Connection refused',
      ],
      [gradle('\n            > maven.example: Name or service not known')],
      [gradle(' Received status code 503 from server: Service Unavailable')],
      [
        'Exception in thread "main" java.net.UnknownHostException: gradle.example',
      ],
    ])('downloads, and runs it again: %s', async words => {
      expect(await tried(words)).toEqual({
        result: expect.objectContaining({ status: 'passed' }),
        ...{ runs: 1, fetches: 1 },
      });
    });

    it('takes it at its word where all can be downloaded, whatever a test prints', async () => {
      expect(await tried(maven('Unknown host x'), '', 'each')).toEqual({
        result: expect.objectContaining({ status: 'failed' }),
        ...{ runs: 2, fetches: 1 },
      });
    });

    it.each([
      ['what is not there', maven('status code: 404, Not Found')],
      ['what may not be had', gradle(' Received status code 401 from server')],
      ['a test in need of a host', 'java.net.UnknownHostException: x'],
      ['failures of tests', `a.js:1: bad\n${maven('Unknown host x')}`],
    ])('does not take %s for it', async (_, words) => {
      expect(await tried(words, '', 'each')).toEqual({
        result: expect.objectContaining({ status: 'failed' }),
        ...{ runs: 1, fetches: 0 },
      });
    });

    it('is no failure of the check where nothing can be downloaded, try after try', async () => {
      const words = maven('Unknown host x');

      const { result, runs, fetches } = await tried(words, words);

      expect(result).toBeInstanceOf(DownloadFailure);
      expect(result).toMatchObject({
        message: expect.stringMatching(
          /^Downloading dependencies failed \(`echo x .*Unknown host x/,
        ),
      });
      expect({ runs, fetches }).toEqual({
        runs: 1,
        fetches: 3,
      });
    });
  });

  it('has npm bring the package managers that are needed and not there, as they are pinned', async () => {
    const { dir, environment } = createPlace({
      // Puts what it is asked for where it is asked to.
      'bin/npm': [
        '#!/bin/sh',
        'echo "$5" >> asked',
        'mkdir -p "$4/bin"; name=${5##*cli-dist@*}; name=${name:-yarn}',
        'printf "#!/bin/sh\\n" > "$4/bin/${name%%@*}"; chmod +x "$4/bin/${name%%@*}"',
      ].join('\n'),
      'pnpm-lock.yaml': "lockfileVersion: '6.0'\n",
    });
    chmodSync(join(dir, 'bin/npm'), 0o755);
    const use = { ...environment, path: ['bin'] };
    const PATH = process.env.PATH;
    process.env.PATH = '/usr/bin:/bin';
    try {
      const setup = [
        { command: 'pnpm install', reason: 'a test', needs: ['pnpm'] },
        { command: 'yarn install', reason: 'a test', needs: ['yarn'] },
      ];
      const commands = [planned('true', { needs: ['yarn 4.13.0', 'node'] })];

      const result = await runSetup(
        { plan: { setup, commands }, validatorOf: () => reader },
        use,
      );

      expect(result).toEqual({ missing: [] });
      expect(readFileSync(join(dir, 'asked'), 'utf8')).toBe(
        'pnpm@8\n@yarnpkg/cli-dist@4.13.0\n',
      );
      expect(git(dir, 'status', '--short', '.', ':!bin')).toBe('?? asked');
    } finally {
      process.env.PATH = PATH;
    }
  });

  it('takes what failed once on the base for known, where the check is flaky there', async () => {
    const { environment } = createPlace();
    const check = (script: string) =>
      runCheck(planned(script, { command: script }), reader, environment);
    const failing = await check('echo "a:1: sometimes"; exit 1');
    const base = bestOf(failing, { ...failing, status: 'passed' });
    expect(base).toMatchObject({ status: 'passed', flaky: true });

    expect(judge(failing, [base])).toMatchObject({
      status: 'failedBefore',
      knownFailures: [{ file: 'a', message: 'sometimes' }],
    });
  });
});
