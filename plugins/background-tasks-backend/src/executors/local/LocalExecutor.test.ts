import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import {
  supervisorConfigSchema,
  type RunSpec,
} from '@background-tasks/plugin-background-tasks-common';
import { until } from '../../__testUtils__/until';
import { LocalExecutor } from './LocalExecutor';

/** Says who it is, as a supervisor does, and waits to be ended. */
const SUPERVISOR = `
const fs = require('node:fs');
if (process.argv[2] === 'probe') {
  console.log('{"namespaces":true}');
} else {
  const stat = fs.readFileSync('/proc/self/stat', 'utf8');
  fs.writeFileSync('control/identity.json', JSON.stringify({
    host: require('node:os').hostname(),
    bootId: fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    pid: process.pid,
    startTime: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19],
  }));
  setInterval(() => {}, 1000);
}
`;

const spec: RunSpec = {
  version: 1,
  runUid: 'run-1',
  task: { uid: 'task-1', name: 'task', project: 'p', instructions: 'Do it' },
  deadline: new Date(Date.now() + 3_600_000).toISOString(),
  repository: {
    url: 'https://code.example/repo',
    cloneUrl: 'https://code.example/repo',
    branch: null,
  },
  agent: { provider: 'script', script: 'true' },
  validation: { allowNoChecks: false, allowChangedChecks: false },
  limits: { bundleBytes: 1024, bundleFiles: 10 },
};

describe('LocalExecutor', () => {
  let directory: string;
  let runs: string;

  beforeEach(async () => {
    directory = await fs.mkdtemp(path.join(os.tmpdir(), 'local-executor-'));
    await fs.chmod(directory, 0o755);
    runs = path.join(directory, 'runs');
  });

  afterEach(async () => {
    await fs.rm(directory, { recursive: true, force: true });
  });

  async function createExecutor() {
    const runnerBundle = path.join(directory, 'runner.js');
    await fs.writeFile(runnerBundle, SUPERVISOR);
    return await LocalExecutor.create({
      directory,
      runnerBundle,
      environment: { PATH: process.env.PATH ?? '' },
      limits: { memory: 2 ** 30, processes: 100, disk: 2 ** 30, files: 1_000 },
      hidden: ['/of/the/portal'],
      logger: mockServices.logger.mock(),
    });
  }

  it('hides from a run all other runs and what the portal hides, and closes its folder to others', async () => {
    const executor = await createExecutor();

    const handle = await executor.start({ spec, secrets: {} });

    try {
      const folder = path.join(runs, spec.runUid);
      const config = supervisorConfigSchema.parse(
        JSON.parse(
          await fs.readFile(
            path.join(folder, 'control/supervisor.json'),
            'utf8',
          ),
        ),
      );
      expect(config.hidden).toEqual(['/of/the/portal', runs]);
      const { mode } = await fs.stat(folder);
      expect((mode % 0o1000).toString(8)).toBe('700');
      expect(await executor.inspect(handle)).toBe('running');
    } finally {
      await executor.cleanup(handle);
    }
    expect(await fs.readdir(runs)).toEqual([]);
  });

  it('removes what an earlier backend forgot', async () => {
    const forgotten = path.join(runs, 'forgotten');
    await fs.mkdir(forgotten, { recursive: true });
    const longAgo = new Date(Date.now() - 48 * 3_600_000);
    await fs.utimes(forgotten, longAgo, longAgo);

    const executor = await createExecutor();

    await until(async () => (await fs.readdir(runs)).length === 0);
    expect(await executor.inspect({ run: 'forgotten' })).toBe('lost');
  });
});
