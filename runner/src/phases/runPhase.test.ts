import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  parseRunnerEvent,
  type RunnerEvent,
} from '@background-tasks/plugin-background-tasks-common';
import {
  createWorkshop,
  installForger,
  installRunner,
  readForgerReport,
  runSpec,
} from '../testing';

/** A user that no test machine has, where we are root. */
const UID = process.getuid?.() === 0 ? 1_879_100_003 : undefined;

jest.setTimeout(60_000);

describe('a phase as a process', () => {
  const workshop = createWorkshop();
  const { nodePath, runnerPath } = installRunner(
    join(workshop.dir, 'installed'),
    UID,
  );
  const forger = installForger(workshop.dir);
  let count = 0;
  afterAll(workshop.remove);

  /** Runs the agent phase with a pipe as its standard output, as a container's is. */
  async function runAgent(
    script: string,
    node: string,
    input = '',
    pre: string[] = [],
  ) {
    const root = join(workshop.dir, `workspace-${count++}`);
    mkdirSync(join(root, 'work'), { recursive: true });
    writeFileSync(
      join(root, 'spec.json'),
      JSON.stringify(
        runSpec('file:///nothing', {
          agent: { provider: 'script', script },
          hooks: { pre, post: [] },
        }),
      ),
    );
    if (UID !== undefined) {
      execFileSync('chown', ['-R', `${UID}:${UID}`, root]);
    }
    const pipe = join(workshop.dir, `pipe-${count}`);
    execFileSync('mkfifo', ['-m', '666', pipe]);
    const bothEnds = openSync(pipe, 'r+');
    const reader = createReadStream(pipe);
    await once(reader, 'open');
    const child = spawn(node, [runnerPath, 'phase', 'agent', '--root', root], {
      uid: UID,
      gid: UID,
      stdio: ['pipe', bothEnds, 'pipe'],
    });
    closeSync(bothEnds);
    child.stdin?.end(input);
    let stderr = '';
    child.stderr?.on('data', chunk => {
      stderr += chunk;
    });
    const closed = once(child, 'close');
    let stdout = '';
    for await (const chunk of reader.setEncoding('utf8')) stdout += chunk;
    await closed;
    const events = stdout
      .split('\n')
      .flatMap(line => parseRunnerEvent(line) ?? []);
    return { events, stdout, stderr, exitCode: child.exitCode };
  }

  function logOf(events: RunnerEvent[]): string {
    return events
      .flatMap(event => (event.type === 'log' ? [event.text] : []))
      .join('\n');
  }

  it('prints nothing but its events, and ends with its outcome', async () => {
    const { events, stdout, stderr, exitCode } = await runAgent(
      'echo out; echo err >&2; printf "no end"',
      nodePath,
    );

    expect(stdout.trimEnd().split('\n')).toHaveLength(events.length);
    expect(events.map(({ seq }) => seq)).toEqual(
      events.map((_, index) => index + 1),
    );
    expect(logOf(events)).toContain('out');
    expect(logOf(events)).toContain('err');
    expect(logOf(events)).toContain('no end');
    expect(events.at(-1)).toMatchObject({ type: 'outcome', outcome: 'ok' });
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('cannot be made to say what it did not say', async () => {
    const { events } = await runAgent(`node ${forger}`, nodePath, '', [
      `node ${forger}`,
    ]);

    expect(readForgerReport(logOf(events))).toMatchObject({
      runners: [],
      outputs: [],
    });
    expect(events.some(({ type }) => type === 'validation')).toBe(false);
    expect(events.filter(({ type }) => type === 'outcome')).toEqual([
      expect.not.objectContaining({ error: 'forged' }),
    ]);
    expect(logOf(events)).not.toContain('inspected by programs');
  });

  it('says so where its Node can be read, because then it could be', async () => {
    // An agent may have processes of its own, apart from ours; a command of the task has not.
    const { events } = await runAgent('true', process.execPath, '', [
      `node ${forger}`,
    ]);

    expect(logOf(events)).toContain('inspected by programs of its own user');
    const report = readForgerReport(logOf(events));
    expect(report.runners).not.toEqual([]);
    expect(report.outputs).not.toEqual([]);
    expect(events.some(({ type }) => type === 'validation')).toBe(true);
  });

  it('does not repeat secrets that it could not read', async () => {
    const { events, exitCode } = await runAgent(
      'true',
      nodePath,
      '{"gitToken": 1, very-secret',
    );

    expect(events.at(-1)).toMatchObject({
      type: 'outcome',
      outcome: 'infrastructure',
      error: "The phase's secrets on standard input are not valid.",
    });
    expect(exitCode).toBe(10);
  });

  it('bears a flood of output', async () => {
    const { events, stdout } = await runAgent(
      'head -c 300000000 /dev/zero; echo; yes | head -n 500000; echo LAST',
      nodePath,
    );

    expect(Buffer.byteLength(stdout)).toBeLessThan(9 * 1024 * 1024);
    expect(events.length).toBeLessThan(100_001);
    expect(logOf(events)).toMatch(/lines \(\d+ bytes\) were left out here/);
    expect(logOf(events)).toMatch(/LAST$/);
  });
});
