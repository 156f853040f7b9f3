import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRepository } from '@background-tasks/runner/testing';
import { measureGate } from './measureGate';
import { printGate, printSummary } from './printGate';

const CHECKS = {
  setup: ['echo made > setup.txt'],
  commands: [
    { kind: 'lint', command: 'grep --quiet made setup.txt' },
    { kind: 'typecheck', command: 'no-such-program --strict' },
    // A plausible user: it has a name, a home that it can write to, and is not root.
    {
      kind: 'test',
      command:
        'touch ~/here && test -w ~ && test "$(id -u)" != 0 -o "$(id -un)" = root && test -n "$USER" && test -w "$XDG_RUNTIME_DIR"',
    },
    { kind: 'build', command: 'grep --quiet built a.txt' },
  ],
};

describe('the measure of the gate', () => {
  let repos: string;

  beforeEach(() => {
    repos = mkdtempSync(join(tmpdir(), 'bench-gate-test-'));
  });
  afterEach(() => {
    rmSync(repos, { recursive: true, force: true });
  });

  it('takes a clone through all phases, and tells passed, failed before and not run apart', async () => {
    createRepository(join(repos, 'sample+one'), {
      'readme.md': 'Sample\n',
      'a.txt': 'a\n',
      '.background-tasks.yaml': JSON.stringify(CHECKS),
    });
    const truth = {
      ...{ repo: 'sample/one', commands: {}, setup: [], covers: {} },
      ...{ optional: {}, avoid: [] },
      accept: { lint: { 'make lint': ['grep --quiet made setup.txt'] } },
      checked: [
        { kind: 'lint', command: 'make lint', passes: true, seconds: 3 },
      ],
    };

    const result = await measureGate(truth, {
      repos,
      environment: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' },
    });

    const statuses = (checks: typeof result.gate) =>
      checks.map(({ kind, status }) => `${kind} ${status}`);
    expect(result).toMatchObject({
      setup: ['echo made > setup.txt'],
      verdict: 'passed',
      error: undefined,
    });
    expect(statuses(result.baseline)).toEqual([
      'lint passed',
      'typecheck notRun',
      'test passed',
      'build failed',
    ]);
    expect(statuses(result.gate)).toEqual([
      'lint passed',
      'typecheck notRun',
      'test passed',
      'build failedBefore',
    ]);
    const text = printGate(truth, result);
    expect(text).toMatch(
      /\| lint +\| grep --quiet made setup.txt +\| passed [\d.]+ s +\| passed [\d.]+ s +\| passed 3 s +\|/,
    );
    expect(text).toContain('no-such-program is not installed where the task');
    expect(printSummary([result])).toMatch(
      /\| sample\/one +\| 2 +\| 1 +\| 0 +\| 1 +\| passed but for 1 not run/,
    );
  });
});
