import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runProgram, StepError } from './processes.mjs';
import { step } from './progress.mjs';

const IGNORED = new Set(['dist', 'dist-types', 'node_modules', 'coverage']);

/**
 * Builds the runner's bundle and the portal's app where their sources changed since the last time.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @param {{ app?: boolean }} [options] whether the app is needed, by default it is
 */
export async function ensureBuilds(context, options = {}) {
  await ensureBuild(context, {
    title: 'Building the runner',
    inputs: ['runner', 'plugins/background-tasks-common/src', 'yarn.lock'],
    output: 'runner/dist/runner.cjs',
    args: ['runner/build.mjs'],
  });
  if (options.app === false) return;
  await ensureBuild(context, {
    title: 'Building the app',
    inputs: [
      'packages/app',
      'plugins/background-tasks',
      'plugins/background-tasks-common',
      'app-config.yaml',
      'yarn.lock',
    ],
    output: 'packages/app/dist/index.html',
    args: [
      'node_modules/@backstage/cli/bin/backstage-cli',
      'package',
      'build',
      '--config',
      '../../app-config.yaml',
    ],
    cwd: 'packages/app',
  });
}

/**
 * Builds what the runner's image is made of besides its Dockerfile.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 */
export async function ensureImageFiles(context) {
  await ensureBuilds(context, { app: false });
  await ensureBuild(context, {
    title: "Building the agents' installer",
    inputs: [
      'runner/image',
      'plugins/background-tasks-backend/src/agents',
      'yarn.lock',
    ],
    output: 'runner/dist/install-agents.cjs',
    args: ['runner/image/buildAgentInstaller.mjs'],
  });
}

/**
 * Builds the packages that are published, as they are published.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 */
export async function ensurePackages(context) {
  await ensureBuilds(context, { app: false });
  await ensureBuild(context, {
    title: 'Building the packages',
    inputs: [
      'plugins',
      'runner',
      'scripts/tsconfig.packages.json',
      'yarn.lock',
    ],
    output: 'plugins/background-tasks-backend/dist/index.d.ts',
    args: ['scripts/run.mjs', 'build', '--packages'],
  });
}

async function ensureBuild(context, build) {
  const { root, node, env } = context;
  const stamp = join(
    root,
    '.tools',
    `${build.output.replaceAll('/', '-')}.stamp`,
  );
  const hash = hashOf(root, build.inputs);
  if (existsSync(join(root, build.output)) && read(stamp) === hash) return;

  rmSync(stamp, { force: true });
  const cwd = join(root, build.cwd ?? '.');
  const [script, ...args] = build.args;
  await step(build.title, async report => {
    const { code, tail } = await runProgram(
      node,
      [join(root, script), ...args],
      {
        cwd,
        env,
        output: 'capture',
        onLine: report,
      },
    );
    if (code === 0) return;
    throw new StepError(`${build.title} failed.`, {
      tail,
      remedy: `Mend what is said above, or see it again with: (cd ${
        build.cwd ?? '.'
      } && node ${script} ${args.join(' ')})`,
    });
  });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function hashOf(root, inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) addTo(hash, root, input);
  return hash.digest('hex');
}

function addTo(hash, root, path) {
  const full = join(root, path);
  let entries;
  try {
    entries = readdirSync(full, { withFileTypes: true });
  } catch (error) {
    if (error.code !== 'ENOTDIR') throw error;
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const isTest = /\.test\.tsx?$/.test(entry.name);
    if (IGNORED.has(entry.name) || isTest || entry.isSymbolicLink()) continue;
    addTo(hash, root, `${path}/${entry.name}`);
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
