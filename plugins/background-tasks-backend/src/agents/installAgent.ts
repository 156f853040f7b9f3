import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { AgentPackage } from './agentPackages';

const run = promisify(execFile);

const INSTALL_TIMEOUT_MS = 15 * 60_000;
const OUTPUT_MAX_BYTES = 16 * 1024 * 1024;
const LAST_LINES = 5;
/** The system's own first: that of a version manager often lies in a folder that only its user can enter. */
const PYTHONS = ['/usr/bin/python3', '/usr/local/bin/python3', 'python3'];
const PYTHON_CHECK =
  'import sys, venv, ensurepip; sys.exit(0 if (3, 10) <= sys.version_info < (3, 13) else 1)';

/**
 * Installs an agent's program into a folder, with `bin/<program>` as its door. No script of a package is run.
 *
 * @throws Error that says why it could not be installed
 */
export async function installAgent(
  folder: string,
  agent: AgentPackage,
): Promise<void> {
  if (agent.from === 'npm') await installFromNpm(folder, agent);
  else await installFromPypi(folder, agent);
  // Workspaces have users of their own: they may read and run it.
  await run('chmod', ['-R', 'u+rwX,go+rX,go-w', folder]);
}

async function installFromNpm(
  folder: string,
  agent: Extract<AgentPackage, { from: 'npm' }>,
): Promise<void> {
  await fs.writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true }),
  );
  await call(
    'npm',
    [
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      // Whoever silences the npm that started the backend still wants to know what went wrong here.
      '--loglevel=error',
      '--save-exact',
      `${agent.name}@${agent.source ?? agent.version}`,
    ],
    folder,
  );
  const { platform, arch } = process;
  for (const file of agent.files(platform, arch)) {
    const below = path.join('node_modules', file);
    if (!(await exists(path.join(folder, below)))) continue;
    await writeDoor(folder, agent.program, below, agent.script ?? false);
    return;
  }
  throw new Error(`it has no program for ${platform} on ${arch}`);
}

async function installFromPypi(
  folder: string,
  agent: Extract<AgentPackage, { from: 'pypi' }>,
): Promise<void> {
  const python = await findPython();
  await call(python, ['-m', 'venv', '--copies', 'venv'], folder);
  await call(
    path.join(folder, 'venv/bin/python'),
    [
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--only-binary=:all:',
      `${agent.name}==${agent.version}`,
    ],
    folder,
  );
  // Not its own script, which names the folder that it was made in.
  await writeScript(
    folder,
    agent.program,
    `exec "$here/../venv/bin/python" -m ${agent.module} "$@"`,
  );
}

async function findPython(): Promise<string> {
  for (const python of PYTHONS) {
    const fits = await run(python, ['-c', PYTHON_CHECK]).then(
      () => true,
      () => false,
    );
    if (fits) return python;
  }
  throw new Error(
    'it needs Python 3.10, 3.11 or 3.12 with the module venv as `python3`',
  );
}

async function writeDoor(
  folder: string,
  program: string,
  target: string,
  isScript: boolean,
): Promise<void> {
  const node = isScript ? '"${AGENT_NODE:-node}" ' : '';
  await writeScript(folder, program, `exec ${node}"$here/../${target}" "$@"`);
}

async function writeScript(
  folder: string,
  program: string,
  line: string,
): Promise<void> {
  await fs.mkdir(path.join(folder, 'bin'), { recursive: true });
  await fs.writeFile(
    path.join(folder, 'bin', program),
    `#!/bin/sh\nhere=$(dirname "$0")\n${line}\n`,
    { mode: 0o755 },
  );
}

/** Runs an installer, with this Node's own folder first in the PATH: npm lies beside it. */
async function call(
  program: string,
  args: string[],
  cwd: string,
): Promise<void> {
  const PATH = [path.dirname(process.execPath), process.env.PATH ?? ''];
  try {
    await run(program, args, {
      cwd,
      env: {
        ...process.env,
        PATH: PATH.join(path.delimiter),
        NODE_OPTIONS: '',
      },
      timeout: INSTALL_TIMEOUT_MS,
      maxBuffer: OUTPUT_MAX_BYTES,
    });
  } catch (error) {
    throw new Error(wordsOf(program, error));
  }
}

function wordsOf(program: string, error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('code' in error && error.code === 'ENOENT') {
    return `'${program}' is not installed on this machine`;
  }
  const stderr = 'stderr' in error ? String(error.stderr) : '';
  const lines = stderr
    .split('\n')
    .filter(line => line.trim() !== '' && !/^npm warn/i.test(line))
    .slice(0, LAST_LINES);
  return lines.length > 0 ? lines.join('\n') : `'${program}' failed`;
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
