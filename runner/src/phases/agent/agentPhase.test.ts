import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  Bench,
  createRepository,
  createWorkshop,
  waitFor,
} from '../../testing';
import { leaveKnownChecks } from '../knownChecks';
import { runAgentPhase } from './agentPhase';

const TURN =
  '{"type":"assistant","message":{"id":"ID","model":"m","content":[{"type":"text","text":"Working."}]}}';
const DONE =
  '{"type":"result","subtype":"success","is_error":false,"result":"Done."}';
const SAY_DONE = `echo '${DONE}'`;
/** Plays Claude Code: a script per round, which is told in the name of its file. */
const PROGRAM = `#!/bin/sh
here=$(dirname "$0")
round=$(cat "$here/round" 2>/dev/null || echo 0)
echo $((round + 1)) > "$here/round"
env > "$here/env-$round"
printf %s "$2" > "$here/prompt-$round"
. "$here/round-$round.sh"
`;

jest.setTimeout(60_000);

describe('the agent', () => {
  const workshop = createWorkshop();
  let count = 0;
  afterAll(workshop.remove);

  /** A repository whose linter objects to the word \`bad\`, and an agent that does in each round what it is told. */
  function createBench(...rounds: string[]) {
    const root = join(workshop.dir, `workspace-${count++}`);
    mkdirSync(root, { recursive: true });
    const bench = new Bench(root, 'https://code.example/repo');
    createRepository(bench.work, {
      'word.txt': 'good\n',
      'AGENTS.md': 'Words are short here.\n',
      'package.json': JSON.stringify({
        name: 'words',
        version: '1.0.0',
        scripts: { lint: 'node lint.js', test: 'node test.js' },
      }),
      'lint.js':
        "if (require('fs').readFileSync('word.txt', 'utf8').includes('bad')) { console.log('word.txt: a bad word'); process.exit(1); }",
      'test.js': "console.log('1 passing');",
    });
    const installation = join(root, 'claude-code@9.8.7');
    const bin = join(installation, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'claude'), PROGRAM);
    chmodSync(join(bin, 'claude'), 0o755);
    for (const [round, script] of rounds.entries()) {
      writeFileSync(join(bin, `round-${round}.sh`), script);
    }
    bench.spec.agent = {
      provider: 'claude-code',
      model: 'a-model',
      gatewayUrl: 'http://127.0.0.1:7007/models/claude-code',
      installation,
      repairRounds: 2,
    };
    bench.secrets = { modelToken: 'token-of-the-task' };
    const told = (name: string) => readFileSync(join(bin, name), 'utf8');
    return { bench, bin, told };
  }

  function validations(bench: Bench) {
    return bench.events.flatMap(event =>
      event.type === 'validation'
        ? [`${event.round} ${event.check.command}: ${event.check.status}`]
        : [],
    );
  }

  it('is told what fails after its change, and mends it in the same session', async () => {
    const { bench, told } = createBench(
      `echo bad > word.txt; ${SAY_DONE}`,
      `echo better > word.txt; ${SAY_DONE}`,
    );

    expect(await bench.run('agent', runAgentPhase)).toEqual({ outcome: 'ok' });

    expect(validations(bench)).toEqual([
      '0 npm run lint: failed',
      '0 npm test: passed',
      '1 npm run lint: passed',
      '1 npm test: passed',
    ]);
    expect(bench.events.filter(({ type }) => type === 'repair')).toEqual([
      expect.objectContaining({
        round: 1,
        of: 2,
        reason: "Failed after the agent's change: Linting (npm run lint)",
      }),
    ]);
    expect(bench.events.filter(({ type }) => type === 'round')).toEqual([
      expect.objectContaining({ round: 0, files: ['word.txt'], fileCount: 1 }),
      expect.objectContaining({ round: 1, files: ['word.txt'], fileCount: 1 }),
    ]);
    expect(told('prompt-1')).toContain('word.txt: a bad word');
    expect(readFileSync(join(bench.work, 'word.txt'), 'utf8')).toBe('better\n');
  });

  it('is told its task, the guides, what judges it and what it must leave alone', async () => {
    const { bench, told } = createBench(SAY_DONE);
    bench.spec.task.instructions = 'Find a better word.';
    bench.spec.validation.unchecked = ['Words have four letters.'];
    bench.spec.limits.protectedPaths = ['/secret-words'];

    await bench.run('agent', runAgentPhase);

    const prompt = told('prompt-0');
    expect(prompt).toContain('Find a better word.');
    expect(prompt).toContain('Words are short here.');
    expect(prompt).toContain('`npm run lint` (script "lint" of package.json)');
    expect(prompt).toContain('Words have four letters.');
    expect(prompt).toContain('/secret-words');
    expect(prompt).toContain('CI workflows');
  });

  it('leaves to the gate what still fails after the last round', async () => {
    const bad = `echo bad >> word.txt; ${SAY_DONE}`;
    const { bench } = createBench(bad, bad, bad);

    expect(await bench.run('agent', runAgentPhase)).toEqual({ outcome: 'ok' });

    expect(bench.log).toContain(
      'The checks do not pass after 2 repair rounds: the gate decides.',
    );
    expect(bench.events.filter(({ type }) => type === 'repair')).toHaveLength(
      2,
    );
  });

  it('is not asked to mend what failed before its change', async () => {
    const { bench } = createBench(`echo bad bad > word.txt; ${SAY_DONE}`);
    leaveKnownChecks(bench.work, [
      {
        kind: 'lint',
        command: 'npm run lint',
        reason: 'script "lint" of package.json',
        status: 'failed',
        exitCode: 1,
        durationMs: 1,
        output: '',
      },
    ]);

    expect(await bench.run('agent', runAgentPhase)).toEqual({ outcome: 'ok' });

    expect(validations(bench)).toEqual([
      '0 npm run lint: failedBefore',
      '0 npm test: passed',
    ]);
  });

  it('is ended when it says nothing for too long', async () => {
    const { bench } = createBench('echo bad > word.txt; sleep 300');
    bench.spec.agent.silenceSeconds = 1;

    expect(await bench.run('agent', runAgentPhase)).toEqual({
      outcome: 'agentFailed',
      error: 'The agent was stopped: it had said nothing for 1 seconds.',
    });
  });

  it('is ended when it has used its turns', async () => {
    const { bench } = createBench(
      `i=0; while :; do i=$((i + 1)); echo '${TURN}' | sed "s/ID/$i/"; done`,
    );
    bench.spec.agent.maxTurns = 5;

    expect(await bench.run('agent', runAgentPhase)).toEqual({
      outcome: 'agentFailed',
      error: 'The agent was stopped: it had used the 5 turns that it has.',
    });
  });

  it("is ended when the task's time is over", async () => {
    const { bench } = createBench('while :; do echo waiting; sleep 0.1; done');
    bench.spec.deadline = new Date(Date.now() + 500).toISOString();

    expect(await bench.run('agent', runAgentPhase)).toEqual({
      outcome: 'agentFailed',
      error: "The agent was stopped: the task's time was over.",
    });
  });

  it('has failed when it ends with 0 and never said that it was done', async () => {
    const { bench } = createBench('echo half > word.txt; echo oops >&2');

    expect(await bench.run('agent', runAgentPhase)).toEqual({
      outcome: 'agentFailed',
      error:
        "The agent 'claude-code' ended (exit code 0) without saying that it was done. Its last words: oops",
    });
  });

  it('is believed with a bad exit code where it says that it is done, and has changed something', async () => {
    const changed = createBench(`echo new > word.txt; ${SAY_DONE}; exit 3`);
    const unchanged = createBench(`${SAY_DONE}; exit 3`);

    expect(await changed.bench.run('agent', runAgentPhase)).toEqual({
      outcome: 'ok',
    });
    expect(await unchanged.bench.run('agent', runAgentPhase)).toEqual({
      outcome: 'agentFailed',
      error: expect.stringContaining('exit code 3, and changed nothing'),
    });
  });

  it('ends the task as one without budget when the gateway says so', async () => {
    const { bench } = createBench(
      'echo \'{"type":"result","subtype":"success","is_error":true,"result":"API Error: 400 Budget exhausted: the task has used $0.01 of $0.01."}\'; exit 1',
    );

    expect(await bench.run('agent', runAgentPhase)).toMatchObject({
      outcome: 'budgetExhausted',
      error: expect.stringContaining('Budget exhausted'),
    });
  });

  it('leaves no process behind that the checks would run beside', async () => {
    const { bench, bin } = createBench(
      `setsid sh -c 'while :; do date +%s%N > "$0"; sleep 0.05; done' "$here/beat" >/dev/null 2>&1 & while ! test -s "$here/beat"; do sleep 0.05; done; ${SAY_DONE}`,
    );

    expect(await bench.run('agent', runAgentPhase)).toEqual({ outcome: 'ok' });

    const beat = join(bin, 'beat');
    expect(existsSync(beat)).toBe(true);
    const last = readFileSync(beat, 'utf8');
    let looks = 0;
    await waitFor(() => {
      looks++;
      return looks > 6;
    }, 'some beats');
    expect(readFileSync(beat, 'utf8')).toBe(last);
  });

  it('sees of our environment only what is meant for it', async () => {
    process.env.SECRET_OF_THE_MACHINE = 'not for agents';
    try {
      const { bench, told } = createBench(SAY_DONE);
      bench.spec.agent.environment = { PARAM_word: 'shiny' };

      await bench.run('agent', runAgentPhase);

      const env = told('env-0');
      expect(env).not.toContain('SECRET_OF_THE_MACHINE');
      expect(env).toContain('PARAM_word=shiny');
      expect(env).toContain('ANTHROPIC_API_KEY=token-of-the-task');
      expect(env).toMatch(/^HOME=.*\/tmp\/agent\/agent\/home$/m);
      expect(env).toMatch(/^NO_PROXY=.*127\.0\.0\.1$/m);
    } finally {
      delete process.env.SECRET_OF_THE_MACHINE;
    }
  });

  it('is found out by its own word, or by the folder that it is installed in', async () => {
    const { bench } = createBench(
      `echo '{"type":"system","subtype":"init","model":"m-1"}'; ${SAY_DONE}`,
    );

    await bench.run('agent', runAgentPhase);

    expect(bench.events).toContainEqual(
      expect.objectContaining({
        type: 'agent',
        version: '9.8.7',
        model: 'm-1',
      }),
    );
  });
});

describe('the formatters of a repository', () => {
  const workshop = createWorkshop();
  const { PATH } = process.env;
  afterEach(() => {
    process.env.PATH = PATH;
  });
  afterAll(workshop.remove);

  /** A repository whose formatter writes the word in its files in small letters. */
  function createBench(name: string, script: string) {
    const root = join(workshop.dir, name);
    mkdirSync(root, { recursive: true });
    const bench = new Bench(root, 'https://code.example/repo');
    createRepository(bench.work, {
      'word.py': 'good\n',
      '.github/workflows/ci.yml': JSON.stringify({
        on: 'pull_request',
        jobs: { lint: { steps: [{ run: 'black --check .' }] } },
      }),
    });
    leaveKnownChecks(bench.work, [
      {
        kind: 'format',
        command: 'black --check .',
        reason: 'from .github/workflows/ci.yml, job lint',
        status: 'passed',
        exitCode: 0,
        durationMs: 1,
        output: '',
      },
    ]);
    const black = join(workshop.dir, 'black');
    writeFileSync(
      black,
      '#!/bin/sh\ntest "$1" = --check || sed -i "s/.*/\\L&/" *.py\n',
    );
    chmodSync(black, 0o755);
    process.env.PATH = `${workshop.dir}:${PATH}`;
    bench.spec.agent = { provider: 'script', script };
    return bench;
  }

  it('write what a script left otherwise, after the commands that follow it', async () => {
    const bench = createBench('written', 'echo GOOD > word.py');
    bench.spec.hooks = { pre: [], post: ['echo BETTER >> word.py'] };

    expect(await bench.run('agent', runAgentPhase)).toEqual({ outcome: 'ok' });

    expect(readFileSync(join(bench.work, 'word.py'), 'utf8')).toBe(
      'good\nbetter\n',
    );
    // There is nobody who could be told what the checks say.
    expect(bench.events.map(({ type }) => type)).not.toContain('validation');
  });

  it('are not asked where nothing was changed', async () => {
    const bench = createBench('unchanged', 'true');

    expect(await bench.run('agent', runAgentPhase)).toEqual({ outcome: 'ok' });

    expect(bench.log).not.toContain('black');
  });
});

describe('the commands of a task around its agent', () => {
  const workshop = createWorkshop();
  afterAll(workshop.remove);

  function createBench(name: string, hooks: { pre: string[]; post: string[] }) {
    const root = join(workshop.dir, name);
    mkdirSync(root, { recursive: true });
    const bench = new Bench(root, 'https://code.example/repo');
    bench.spec.agent = { provider: 'script', script: 'echo agent >> order' };
    bench.spec.hooks = hooks;
    return bench;
  }

  it('run before and after it', async () => {
    const bench = createBench('order', {
      pre: ['echo before >> order'],
      post: ['echo after >> order'],
    });

    expect(await bench.run('agent', runAgentPhase)).toEqual({ outcome: 'ok' });

    expect(readFileSync(join(bench.work, 'order'), 'utf8')).toBe(
      'before\nagent\nafter\n',
    );
    expect(bench.events.filter(({ type }) => type === 'hook')).toEqual([
      expect.objectContaining({ command: 'echo before >> order', exitCode: 0 }),
      expect.objectContaining({ command: 'echo after >> order', exitCode: 0 }),
    ]);
  });

  it('end the task where one fails, in its own words, and the agent never begins', async () => {
    const bench = createBench('failing', {
      pre: ['echo no database; exit 4'],
      post: [],
    });

    expect(await bench.run('agent', runAgentPhase)).toEqual({
      outcome: 'hookFailed',
      error:
        'The command `echo no database; exit 4` that runs before the agent failed (exit code 4): no database',
    });
    expect(existsSync(join(bench.work, 'order'))).toBe(false);
  });
});
