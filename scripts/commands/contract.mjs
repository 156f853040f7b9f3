import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ensureBuilds } from '../bootstrap/builds.mjs';
import { findInPath } from '../bootstrap/dependencies.mjs';
import { runProgram, StepError } from '../bootstrap/processes.mjs';
import { step } from '../bootstrap/progress.mjs';
import { runTypeScript } from './typescript.mjs';

const REQUIREMENTS = 'scripts/toolchain/schemathesis.txt';
const SECONDS = 60;

/**
 * Puts the running server to questions made up from its OpenAPI document: no answer may be an error of the server's,
 * and none off the contract.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runContract(context) {
  process.stdout.write('\n== contract tests\n');
  const schemathesis = await ensureSchemathesis(context);
  if (!schemathesis) return { passed: 0, failed: 0 };
  await ensureBuilds(context, { app: false });
  const code = await runTypeScript(context, 'contract.ts', [
    schemathesis,
    String(SECONDS),
  ]);
  process.stdout.write(`contract tests: ${code === 0 ? 'passed' : 'failed'}\n`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * Installs schemathesis into a Python environment of the checkout's own.
 *
 * @returns {Promise<string | undefined>} the program; undefined where there is no Python for it
 */
async function ensureSchemathesis({ root, env }) {
  const python = findInPath('python3', env.PATH);
  if (!python) return leaveOut(env, 'python3 is not installed');
  const folder = join(root, '.tools/python');
  const program = join(folder, 'bin/schemathesis');
  const stamp = join(folder, 'requirements.txt');
  const wanted = readFileSync(join(root, REQUIREMENTS), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return program;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(root, '.tools'), { recursive: true });
  const made = await runProgram(python, ['-m', 'venv', folder], {
    env,
    output: 'capture',
  });
  if (made.code !== 0) {
    return leaveOut(env, 'python3 cannot make a virtual environment');
  }
  await step('Installing schemathesis', async report => {
    const { code, tail } = await runProgram(
      join(folder, 'bin/python'),
      [
        ...['-m', 'pip', 'install', '--disable-pip-version-check'],
        ...['--requirement', join(root, REQUIREMENTS)],
      ],
      { env, output: 'capture', onLine: report },
    );
    if (code === 0) return;
    throw new StepError('Schemathesis could not be installed.', {
      tail,
      remedy: 'Is the Python package registry reachable?',
    });
  });
  writeFileSync(stamp, wanted);
  return program;
}

function leaveOut(env, reason) {
  const remedy = 'On Debian: apt-get install python3 python3-venv';
  if (env.CI) {
    throw new StepError(`The contract tests cannot run: ${reason}.`, {
      remedy,
    });
  }
  process.stdout.write(
    `contract tests: left out, since ${reason}. ${remedy}\n`,
  );
  return undefined;
}
