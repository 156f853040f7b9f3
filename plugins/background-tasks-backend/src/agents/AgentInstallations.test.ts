import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { until } from '../__testUtils__/until';
import { AgentInstallations, type InstallMode } from './AgentInstallations';
import type { AgentPackage } from './agentPackages';

describe('AgentInstallations', () => {
  let folder: string;
  let archive: string;

  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'agents-test-'));
    archive = await packProgram(folder);
  });
  afterAll(async () => {
    await fs.rm(folder, { recursive: true, force: true });
  });

  /** An npm package with a program, and with a script that would give itself away. */
  async function packProgram(parent: string): Promise<string> {
    const source = path.join(parent, 'source');
    await fs.mkdir(source);
    await fs.writeFile(
      path.join(source, 'package.json'),
      JSON.stringify({
        name: 'small-agent',
        version: '1.2.3',
        scripts: { postinstall: 'touch ../../postinstall-ran' },
      }),
    );
    await fs.writeFile(path.join(source, 'agent.js'), 'console.log("hello");');
    execFileSync('npm', ['pack', '--silent', '--pack-destination', parent], {
      cwd: source,
      env: {
        ...process.env,
        PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
      },
    });
    return path.join(parent, 'small-agent-1.2.3.tgz');
  }

  function create(
    name: string,
    options: { mode?: InstallMode; file?: string; source?: string } = {},
  ) {
    const wanted: AgentPackage = {
      from: 'npm',
      name: 'small-agent',
      version: '1.2.3',
      source: options.source ?? `file:${archive}`,
      program: 'small',
      script: true,
      files: () => [options.file ?? 'small-agent/agent.js'],
    };
    return new AgentInstallations({
      directory: path.join(folder, name),
      mode: options.mode ?? 'onDemand',
      logger: mockServices.logger.mock(),
      packages: { small: wanted },
    });
  }

  it('installs a program once, however many ask, with none of its scripts, writable for nobody else', async () => {
    const agents = create('once');

    const folders = await Promise.all([
      agents.install('small'),
      agents.install('small'),
      agents.install('small'),
    ]);

    const installed = path.join(folder, 'once', 'small@1.2.3');
    expect(folders).toEqual([installed, installed, installed]);
    expect(await fs.readdir(path.join(folder, 'once'))).toEqual([
      'small@1.2.3',
    ]);
    expect(await fs.readdir(installed)).not.toContain('postinstall-ran');
    const said = execFileSync(path.join(installed, 'bin', 'small'), {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, AGENT_NODE: process.execPath },
    });
    expect(said).toBe('hello\n');
    const { mode } = await fs.stat(path.join(installed, 'bin', 'small'));
    expect(mode & 0o777).toBe(0o755);
    expect(await agents.availability('small')).toBeUndefined();
  });

  it('says before a task that an agent is missing, where it may not install it', async () => {
    const agents = create('never', { mode: 'never' });

    expect(await agents.availability('small')).toBe(
      "it is not installed: run 'npm run agents:install small', or set 'backgroundTasks.agents.install' to 'onDemand'",
    );
    await expect(agents.install('small')).rejects.toThrow(
      "The agent 'small' is not installed.",
    );
  });

  it('says why an agent could not be installed, and leaves nothing of the attempt', async () => {
    const agents = create('broken', {
      source: `file:${path.join(folder, 'nowhere.tgz')}`,
    });

    await until(
      async () =>
        (
          await agents.availability('small')
        )?.startsWith('it could not be installed: ') === true,
    );
    await expect(agents.install('small')).rejects.toThrow('nowhere.tgz');
    expect(await fs.readdir(path.join(folder, 'broken'))).toEqual([]);
  });

  it('refuses a package that has nothing for this machine', async () => {
    const agents = create('elsewhere', { file: 'small-agent/other' });

    await expect(agents.install('small')).rejects.toThrow(
      `it has no program for ${process.platform} on ${process.arch}`,
    );
  });

  it('has nothing to say of agents that are no programs of their own', async () => {
    const agents = create('others', { mode: 'never' });

    expect(await agents.availability('script')).toBeUndefined();
    expect(await agents.install('script')).toBeUndefined();
  });
});
