import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type {
  RunSpec,
  SupervisorConfig,
  SupervisorSecrets,
} from '@background-tasks/plugin-background-tasks-common';
import {
  createRepository,
  createWorkshop,
  installForger,
  installRunner,
  isolationCases,
  LocalRun,
  readForgerReport,
  runSpec,
  serveGit,
  waitFor,
  type DumbGitServer,
  type IsolationCase,
} from '../testing';

/** The folders for temporary files are each phase's own anyway. */
const OUTSIDE_TMP = process.getuid?.() === 0 ? '/var/lib' : homedir();
const TOKEN = 'very-secret-token-2';
const NAME = { name: 'sample', version: '1.0.0' };
/** Most runs need no check, and are faster without npm. */
const CHECKED = {
  'package.json': JSON.stringify({
    ...NAME,
    scripts: { lint: 'node lint.js' },
  }),
  'package-lock.json': JSON.stringify({
    ...NAME,
    lockfileVersion: 3,
    requires: true,
    packages: { '': NAME },
  }),
  'lint.js': '',
  'a.txt': 'one\n',
};

jest.setTimeout(120_000);

describe('supervise', () => {
  const workshop = createWorkshop();
  const runs: LocalRun[] = [];
  const servers: DumbGitServer[] = [];
  const checked = createRepository(join(workshop.dir, 'checked'), CHECKED);
  const origin = createRepository(join(workshop.dir, 'origin'), {
    'a.txt': 'one\n',
  });
  const forger = installForger(workshop.dir);
  const installed = new Map<
    number | undefined,
    ReturnType<typeof installRunner>
  >();

  function runnerFor(as: number | undefined) {
    const known = installed.get(as);
    if (known) return known;
    const dir = join(workshop.dir, `installed-${as ?? 'own'}`);
    const runner = installRunner(dir, as);
    installed.set(as, runner);
    return runner;
  }

  const cases = isolationCases(runnerFor(undefined).runnerPath);
  // The one that a machine like this gets.
  const [best] = cases.filter(({ isolation }) => isolation.namespaces);
  const usual = best ?? cases[0];

  afterEach(async () => {
    for (const run of runs.splice(0)) await run.dispose();
    for (const server of servers.splice(0)) await server.close();
  });
  afterAll(workshop.remove);

  function start(
    script: string,
    { isolation, as }: IsolationCase = usual,
    options: {
      spec?: Partial<RunSpec>;
      leaseSeconds?: number;
      secrets?: SupervisorSecrets;
      cloneUrl?: string;
      bundle?: Buffer;
      config?: Partial<SupervisorConfig>;
      inherits?: number;
      /** Where its folder is made. */
      within?: string;
    } = {},
  ): LocalRun {
    const { within = workshop.dir } = options;
    const dir = join(within, `run-${readdirSync(within).length}`);
    const spec = runSpec(options.cloneUrl ?? `file://${origin}`, {
      runUid: `run-of-${dir}`,
      agent: { provider: 'script', script },
      validation: { allowNoChecks: true, allowChangedChecks: false },
      ...options.spec,
    });
    const config = {
      ...runnerFor(as),
      leaseSeconds: options.leaseSeconds ?? 60,
      isolation,
      readOnly: [forger],
      ...options.config,
    };
    if (options.bundle) {
      const folder = join(dir, 'workspace', 'bundle');
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      writeFileSync(join(folder, 'bundle.json.gz'), options.bundle);
    }
    const run = LocalRun.start(dir, spec, config, {
      as,
      secrets: options.secrets,
      inherits: options.inherits,
    });
    runs.push(run);
    return run;
  }

  /** Processes that carry the run's mark in their environment, or its workspace on their command line. */
  function processesOf(run: LocalRun): string[] {
    return readdirSync('/proc').filter(
      name =>
        /^\d+$/.test(name) &&
        (readProc(name, 'environ').includes(`run-of-${run.dir}:`) ||
          readProc(name, 'cmdline').includes(run.workspace)),
    );
  }

  /** What a run came to whose repository has moved on since. One for all who begin at its gate. */
  let earlier: ReturnType<typeof makeEarlierRun> | undefined;
  async function earlierRun() {
    earlier ??= makeEarlierRun();
    return earlier;
  }

  async function makeEarlierRun() {
    const moving = createRepository(join(workshop.dir, 'moving'), CHECKED);
    const cloneUrl = `file://${moving}`;
    const run = start('echo two >> a.txt', usual, { cloneUrl });
    await run.ended();
    const { baseCommit, branch } = run.outcome('clone') ?? {};
    const { bundleHash } = run.outcome('validate') ?? {};
    const bundle = readFileSync(
      join(run.workspace, 'bundle', 'bundle.json.gz'),
    );
    const commit = ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit'];
    spawnSync('git', [
      ...['-C', moving, ...commit],
      ...['--allow-empty', '-m', 'It goes on'],
    ]);
    return { cloneUrl, bundle, bundleHash, branch, baseCommit };
  }

  describe.each(cases)('with $title', isolationCase => {
    it('takes a change through all phases, each within its doors', async () => {
      const run = start(
        [
          'echo two >> a.txt',
          'id -u',
          'for door in pristine bundle gate results/clone ../control; do',
          '  ls -A ../$door 2>/dev/null | sed "s|^|found $door/|"',
          '  touch ../$door/planted 2>/dev/null && echo "wrote $door" || true',
          'done',
          'rm -f ../*/planted ../results/clone/planted 2>/dev/null || true',
        ].join('\n'),
        isolationCase,
        { cloneUrl: `file://${checked}` },
      );

      expect(await run.ended()).toEqual({ record: 'end', reason: 'completed' });

      expect(run.outcome('validate')).toMatchObject({
        outcome: 'ok',
        verdict: 'passed',
      });
      const phases = run
        .records()
        .flatMap(record =>
          record.record === 'phaseEnd'
            ? [`${record.phase} ${record.exitCode}`]
            : [],
        );
      expect(phases).toEqual([
        'clone 0',
        'baseline 0',
        'agent 0',
        'collect 0',
        'validate 0',
      ]);
      const said = run.log('agent');
      expect(said).not.toContain('inspected by programs of its own user');
      const opened = said
        .split('\n')
        .filter(line => /^(found|wrote) /.test(line));
      expect(isolationCase.doors ? opened : []).toEqual([]);
      for (const folder of ['home', 'tmp']) {
        expect(readdirSync(join(run.workspace, folder))).toEqual([]);
      }
      expect(readFileSync(join(run.control, 'supervisor.log'), 'utf8')).toBe(
        '',
      );
    });

    it('begins at the gate with the bundle of an earlier run, on the commit it was made for', async () => {
      const { cloneUrl, bundle, bundleHash, branch, baseCommit } =
        await earlierRun();
      const run = start('exit 1', isolationCase, {
        cloneUrl,
        bundle,
        spec: {
          startAt: 'validate',
          repository: {
            url: 'https://git.example/owner/name',
            cloneUrl,
            branch: branch ?? null,
            commit: baseCommit,
          },
        },
      });

      expect(await run.ended()).toEqual({ record: 'end', reason: 'completed' });
      expect(run.outcome('clone')).toMatchObject({ baseCommit });
      expect(run.outcome('agent')).toBeUndefined();
      expect(run.outcome('validate')).toMatchObject({
        outcome: 'ok',
        verdict: 'passed',
        bundleHash,
      });
    });

    it('shows nothing of the folders of others, and has those for temporary files for itself', async () => {
      const portal = join(workshop.dir, 'portal');
      mkdirSync(join(portal, 'bin'), { recursive: true });
      writeFileSync(join(portal, 'app-config.yaml'), 'key: very-secret');
      writeFileSync(join(portal, 'bin', 'tool'), 'needed');
      const run = start(
        [
          `cat ${portal}/app-config.yaml || true`,
          `cat ${portal}/bin/tool`,
          `echo mine > /tmp/of-${process.pid}`,
          `echo mine > /var/tmp/of-${process.pid}`,
          'echo two >> a.txt',
        ].join('\n'),
        isolationCase,
        {
          config: {
            hidden: [portal],
            readOnly: [join(portal, 'bin', 'tool')],
          },
        },
      );
      const left = ['/tmp', '/var/tmp'].map(dir => `${dir}/of-${process.pid}`);
      try {
        expect(await run.ended()).toEqual({
          record: 'end',
          reason: 'completed',
        });

        expect(run.log('agent')).toContain('needed');
        const { namespaces } = isolationCase.isolation;
        expect(run.log('agent').includes('very-secret')).toBe(!namespaces);
        expect(left.map(existsSync)).toEqual([!namespaces, !namespaces]);
      } finally {
        for (const file of left) rmSync(file, { force: true });
      }
    });

    it('shows nothing of another run, wherever runs are kept', async () => {
      const elsewhere = createWorkshop(OUTSIDE_TMP);
      const { dir } = elsewhere;
      try {
        if (isolationCase.as !== undefined) {
          chownSync(dir, isolationCase.as, isolationCase.as);
        }
        const options = { within: dir, config: { hidden: [dir] } };
        const other = {
          user: isolationCase.isolation.user && {
            uid: isolationCase.isolation.user.uid + 10,
            gid: isolationCase.isolation.user.gid + 10,
          },
          namespaces: isolationCase.isolation.namespaces,
        };
        const victim = start(
          'echo very-secret > a.txt; echo READY; sleep 1000',
          { ...isolationCase, isolation: other },
          options,
        );
        await victim.said('READY', 'agent');
        const run = start(
          [
            `cat ${join(victim.workspace, 'work', 'a.txt')} || true`,
            `cat ${join(victim.workspace, 'spec.json')} || true`,
            'echo two >> a.txt',
          ].join('\n'),
          isolationCase,
          options,
        );

        expect(await run.ended()).toEqual({
          record: 'end',
          reason: 'completed',
        });

        const said = run.log('agent');
        const shown = isolationCase.doors ? [] : ['very-secret', 'runUid'];
        expect(
          ['very-secret', 'runUid'].filter(word => said.includes(word)),
        ).toEqual(shown);
        victim.stop('cancelled');
        await victim.ended();
      } finally {
        for (const run of runs.splice(0)) await run.dispose();
        elsewhere.remove();
      }
    });

    it('takes no forged event, and shows no secret', async () => {
      const server = await serveGit(origin, ({ headers }) =>
        headers.authorization === `Bearer ${TOKEN}` ? 200 : 401,
      );
      servers.push(server);
      const run = start(
        `node ${forger} ../../control; echo two >> a.txt`,
        isolationCase,
        { cloneUrl: server.url, secrets: { clone: { gitToken: TOKEN } } },
      );

      expect(await run.ended()).toEqual({ record: 'end', reason: 'completed' });

      const report = readForgerReport(run.log('agent'));
      expect(report).toMatchObject({ runners: [], secrets: [] });
      const spool = readFileSync(join(run.control, 'spool.ndjson'), 'utf8');
      expect(spool).not.toContain(TOKEN);
      expect(report.processes).toBeLessThan(
        isolationCase.isolation.namespaces ? 10 : Infinity,
      );
      const forged = run
        .events()
        .filter(
          event =>
            event.type === 'validation' ||
            (event.type === 'outcome' && event.error === 'forged'),
        );
      // Without a user of its own or namespaces the run's files are open to it: that is what people are told.
      const reached = [...report.files, ...forged];
      expect(isolationCase.doors ? reached : []).toEqual([]);
    });

    it('leaves no process behind when it is stopped, however well they hide', async () => {
      const run = start(
        [
          'setsid sleep 1000 &',
          '(trap "" TERM HUP; setsid sh -c "trap \'\' TERM HUP; while :; do sleep 1; done" &)',
          'trap "" TERM',
          'echo READY',
          'while :; do sleep 1; done',
        ].join('\n'),
        isolationCase,
      );
      await run.said('READY', 'agent');
      expect(processesOf(run).length).toBeGreaterThan(2);

      run.stop('cancelled');

      expect(await run.ended()).toEqual({ record: 'end', reason: 'cancelled' });
      expect(processesOf(run)).toEqual([]);
      expect(run.outcome('agent')).toBeUndefined();
    });

    it('ends what a phase left running before the next one begins', async () => {
      const run = start(
        'setsid sleep 1000 >/dev/null 2>&1 & (setsid sleep 1001 &) ; echo two >> a.txt',
        isolationCase,
      );

      expect(await run.ended()).toEqual({ record: 'end', reason: 'completed' });

      expect(processesOf(run)).toEqual([]);
    });
  });

  const limits = {
    memory: 300 * 1024 * 1024,
    processes: 150,
    disk: 100 * 1024 * 1024,
    files: 3_000,
  };
  const breaches = {
    'more than 300 MiB of memory':
      'node -e "const all = []; setInterval(() => all.push(Buffer.alloc(2e7, 1)), 20)"',
    'more than 150 processes and threads':
      'for i in $(seq 300); do sleep 1000 & done; wait',
    'more than 100 MiB of disk':
      'for i in $(seq 100); do head -c 20000000 /dev/zero > $TMPDIR/$i; sleep 0.05; done; sleep 1000',
    'more than 100 MiB of disk, in files that no folder holds':
      'node -e "const all = []; for (let i = 0; i < 10; i++) { const f = fs.openSync(String(i), String.fromCharCode(119)); fs.unlinkSync(String(i)); fs.writeSync(f, Buffer.alloc(2e7)); all.push(f); } setInterval(() => {}, 1e6)"',
    'more than 3000 files and folders':
      'node -e "for (let i = 0; i < 5000; i++) fs.mkdirSync(String(i)); setInterval(() => {}, 1e6)"',
  };

  it.each(Object.entries(breaches))(
    'stops what uses %s',
    async (what, script) => {
      const run = start(script, usual, { config: { limits } });

      expect(await run.ended()).toEqual({ record: 'end', reason: 'completed' });

      expect(run.outcome('agent')).toMatchObject({
        outcome: 'agentFailed',
        error: `The task used ${
          what.split(', ')[0]
        } in the phase 'Generating changes', and was stopped.`,
      });
      expect(processesOf(run)).toEqual([]);
    },
  );

  it('lets what stays within its limits have its way', async () => {
    const run = start('echo two >> a.txt; sleep 2', usual, {
      config: { limits },
    });

    expect(await run.ended()).toEqual({ record: 'end', reason: 'completed' });

    expect(run.outcome('validate')).toMatchObject({ outcome: 'ok' });
  });

  it('hands on no file that it inherited itself', async () => {
    const file = join(workshop.dir, 'left-open');
    writeFileSync(file, 'very-secret');
    const inherits = openSync(file, 'r');
    const run = start('ls -l /proc/self/fd; echo two >> a.txt', usual, {
      inherits,
    });
    closeSync(inherits);

    await run.ended();

    expect(run.log('agent')).toContain('/proc/');
    expect(run.log('agent')).not.toContain('left-open');
  });

  it('ends its phases when it is killed itself', async () => {
    const run = start('setsid sleep 1000 & echo READY; sleep 1000');
    await run.said('READY', 'agent');

    run.process.kill('SIGKILL');

    await waitFor(() => processesOf(run).length === 0, 'the processes to end');
    expect(run.events('collect')).toEqual([]);
  });

  it('stops by itself when nobody looks after it', async () => {
    const run = start('echo READY; sleep 1000', usual, { leaseSeconds: 3 });
    await run.said('READY', 'agent');

    run.dropLease();

    expect(await run.ended()).toEqual({ record: 'end', reason: 'abandoned' });
    expect(processesOf(run)).toEqual([]);
  });

  it('stops by itself at its deadline', async () => {
    const run = start('sleep 1000', usual, {
      spec: { deadline: new Date(Date.now() + 4_000).toISOString() },
    });

    expect(await run.ended()).toEqual({
      record: 'end',
      reason: 'deadlineExceeded',
    });
    expect(processesOf(run)).toEqual([]);
  });

  it('ends where the change is none', async () => {
    const run = start('true');

    expect(await run.ended()).toEqual({ record: 'end', reason: 'completed' });

    expect(run.outcome('collect')).toMatchObject({ outcome: 'noChanges' });
    expect(run.events('validate')).toEqual([]);
  });

  it('ends where the script fails, with its last words', async () => {
    const run = start('echo first; echo no luck >&2; exit 7');

    expect(await run.ended()).toEqual({ record: 'end', reason: 'completed' });

    expect(run.outcome('agent')).toMatchObject({
      outcome: 'agentFailed',
      error: 'The script ended with exit code 7: first\nno luck',
    });
  });

  it('says which phase was killed, and why that may be', async () => {
    const run = start('echo READY; sleep 1000', {
      ...usual,
      isolation: { ...usual.isolation, namespaces: false },
    });
    await run.said('READY', 'agent');
    const runner = processesOf(run).find(pid =>
      readProc(pid, 'cmdline').includes('runner.cjs'),
    );

    process.kill(Number(runner), 'SIGKILL');

    expect(await run.ended()).toEqual({
      record: 'end',
      reason: 'failed',
      message:
        "The phase 'Generating changes' was killed (SIGKILL): the machine may have run out of memory.",
    });
  });

  it('is one per run: another one does nothing', async () => {
    const run = start('echo READY; sleep 1000');
    await run.said('READY', 'agent');
    const before = readFileSync(join(run.control, 'identity.json'), 'utf8');
    const { nodePath, runnerPath } = runnerFor(usual.as);

    const second = spawnSync(
      nodePath,
      [runnerPath, 'supervise', '--run', run.dir],
      { input: '{}', uid: usual.as, gid: usual.as, cwd: '/' },
    );

    expect(second.status).toBe(0);
    expect(readFileSync(join(run.control, 'identity.json'), 'utf8')).toBe(
      before,
    );
    expect(JSON.parse(before)).toMatchObject({ pid: run.process.pid });
    expect(
      run.records().filter(({ record }) => record === 'phaseStart'),
    ).toHaveLength(3);
  });

  it('says in a sentence why it could not begin', async () => {
    const dir = join(workshop.dir, 'broken');
    const run = LocalRun.start(
      dir,
      { ...runSpec(`file://${origin}`), deadline: 'never' },
      {
        ...runnerFor(undefined),
        leaseSeconds: 60,
        isolation: { user: null, namespaces: false },
      },
    );
    runs.push(run);

    expect(await run.ended()).toMatchObject({
      record: 'end',
      reason: 'failed',
      message: expect.stringContaining('deadline'),
    });
    expect(existsSync(join(run.workspace, 'work'))).toBe(false);
  });

  it('copes with a working copy made to trap it', async () => {
    const file = join(workshop.dir, 'precious');
    writeFileSync(file, 'precious');
    const run = start(
      [
        `ln -s ${file} link`,
        'ln -s / root',
        'mkdir -p deep && cd deep',
        `node -e "for (let i = 0; i < 30; i++) { const d = 'd'.repeat(200); fs.mkdirSync(d); process.chdir(d); }"`,
      ].join('\n'),
      cases[0],
    );

    expect(await run.ended()).toEqual({ record: 'end', reason: 'completed' });

    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(run.outcome('collect')).toMatchObject({
      outcome: 'agentFailed',
      error: expect.stringContaining('cannot be read'),
    });
  });
});

/** What a process shows of itself; nothing where it is gone or shows nothing to us. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
