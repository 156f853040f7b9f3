import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { upgrade } from '../scenarios';
import type { DemoSystem } from '../system/startSystem';
import { findProcesses } from './support/findProcesses';
import { runDemo } from './support/runDemo';
import type { RunningDemo } from './support/runDemo';
import { startTestSystem } from './support/startTestSystem';
import { waitUntil } from './support/waitUntil';

const run = promisify(execFile);

jest.setTimeout(600_000);

describe('the demo', () => {
  let demo: RunningDemo | undefined;

  afterEach(async () => {
    if (demo?.child.exitCode === null) {
      demo.child.kill('SIGTERM');
      await demo.ended;
    }
  });

  it('upgrades lodash and prints one JSON object', async () => {
    demo = runDemo(['--json']);

    const { code, stdout, stderr } = await demo.ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    const result = JSON.parse(stdout);
    expect(result).toEqual({
      task: expect.objectContaining({
        name: 'upgrade-lodash',
        status: 'Completed',
        outcome: 'pullRequest',
        progress: 100,
      }),
      pullRequest: {
        url: result.task.prUrl,
        number: result.task.prNumber,
        title: expect.stringMatching(
          /^\[Background Task\] upgrade-lodash: Upgrade lodash to version 4\.17\.21/,
        ),
        body: expect.stringContaining('Automated changes from background task'),
        head: 'background-task-upgrade-lodash',
        base: 'main',
        files: ['package-lock.json', 'package.json'],
      },
      validation: expect.objectContaining({ verdict: 'passed' }),
      durations: expect.objectContaining({
        agent: expect.any(Number),
        validate: expect.any(Number),
        total: expect.any(Number),
      }),
    });
    expect(stderr).toContain('Generating changes');
    expect(stderr).toContain('✓ npm test');
    await expectNothingLeft(stderr);
  });

  it('shows how a failing change is kept out and retried', async () => {
    demo = runDemo(['--scenario', 'failing', '--json']);

    const { code, stdout, stderr } = await demo.ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    expect(JSON.parse(stdout)).toEqual({
      task: expect.objectContaining({
        name: 'failing-task-test',
        status: 'Failed',
        outcome: 'validationFailed',
        error: expect.stringMatching(/^Linting failed: [^]*badFunc/),
        prUrl: null,
      }),
      pullRequest: null,
      retry: { name: 'failing-task-test-retry-1', retryCount: 1 },
      validation: expect.objectContaining({ verdict: 'failed' }),
      durations: expect.objectContaining({ total: expect.any(Number) }),
    });
  });

  it('leaves nothing running when it is interrupted in the middle of a task', async () => {
    const running = runDemo(['--json']);
    demo = running;
    await waitUntil(
      'the agent is at work',
      () => running.stderr().includes('Generating changes'),
      300_000,
    );

    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;

    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    await expectNothingLeft(stderr);
  });

  it('says in a sentence that a port is taken', async () => {
    const blocker = await startBlocker();
    try {
      demo = runDemo(['--json', '--port', String(blocker.port)]);
      const { code, stderr } = await demo.ended;
      expect(code).toBe(1);
      expect(stderr).toContain(`Port ${blocker.port} is taken`);
      expect(stderr).not.toMatch(/^ {4}at /m);
    } finally {
      blocker.close();
    }
  });
});

describe('the pull request of the demo', () => {
  let system: DemoSystem;
  let folder: string;

  beforeAll(async () => {
    system = await startTestSystem();
    folder = await mkdtemp(join(tmpdir(), 'background-tasks-clone-'));
  });
  afterAll(async () => {
    await system?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('can be cloned, installed and tested', async () => {
    const { pullRequest } = await upgrade.run({
      system,
      signal: AbortSignal.timeout(570_000),
      onTask: () => undefined,
      onEvent: () => undefined,
    });
    if (!pullRequest) throw new Error('There is no pull request');

    const clone = join(folder, 'clone');
    await run('git', [
      'clone',
      '--quiet',
      '--branch',
      pullRequest.head,
      system.repositoryUrl,
      clone,
    ]);
    const { dependencies } = JSON.parse(
      await readFile(join(clone, 'package.json'), 'utf8'),
    );
    expect(dependencies.lodash).toMatch(/4\.17\.21$/);
    await run('npm', ['ci'], { cwd: clone });
    const { stdout } = await run('npm', ['test'], {
      cwd: clone,
      env: { ...process.env, NODE_ENV: undefined },
    });
    expect(stdout).toMatch(/fail 0/);

    const page = await fetch(pullRequest.url);
    expect(page.status).toBe(200);
  });
});

async function expectNothingLeft(stderr: string): Promise<void> {
  const directory = /\(data: (.*)\)/.exec(stderr)?.[1];
  if (!directory) throw new Error('The demo did not say where its data is');
  expect(await findProcesses(directory)).toEqual([]);
}

async function startBlocker() {
  const server = createServer();
  const port = await new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  return { port, close: () => server.close() };
}
