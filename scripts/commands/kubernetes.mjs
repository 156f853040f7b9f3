import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureImageFiles } from '../bootstrap/builds.mjs';
import {
  runProgram,
  StepError,
  wasInterrupted,
} from '../bootstrap/processes.mjs';
import { reportFailure, step } from '../bootstrap/progress.mjs';
import { buildRunnerImage, CLUSTER_FOLDER } from './cluster.mjs';

/**
 * Makes what the cluster needs, beside other tests and behind them: compiling takes minutes, the first time.
 *
 * @param {{ root: string, env: NodeJS.ProcessEnv }} context
 * @returns {Promise<() => void>} ends it, if it has not ended
 */
export async function prepareInBackground(context) {
  if (isNamed(context.env) || (await whyNot(context))) return () => {};
  // First, and alone: apt serves one at a time, and others will want it too.
  await script(context, 'prepare', ['packages'], 'stderr');
  const folder = join(context.root, '.test-output');
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, 'cluster.txt'), 'w');
  const child = spawn(
    'nice',
    ['-n', '19', join(context.root, CLUSTER_FOLDER, 'prepare'), 'all'],
    { env: context.env, detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  // Who needs it will say what is missing.
  child.once('error', () => {});
  child.unref();
  const end = () => {
    if (!child.pid || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    // It leads a group of its own: compilers and all.
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  process.once('exit', end);
  return () => {
    process.off('exit', end);
    end();
  };
}

/**
 * Runs `work` with the cluster up and the runner's image in it. A cluster that did not run before does not run after.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @param {(env: NodeJS.ProcessEnv) => Promise<{ passed: number, failed: number }>} work
 *   gets what tells tests of the cluster
 * @returns {Promise<{ passed: number, failed: number }>} no tests where there can be no cluster; in CI that is a failure
 */
export async function withCluster(context, work) {
  process.stdout.write('\n== cluster\n');
  if (isNamed(context.env)) return work({});
  const reason = await whyNot(context);
  if (reason) {
    process.stdout.write(`kubernetes tests: left out, since ${reason}\n`);
    return { passed: 0, failed: context.env.CI ? 1 : 0 };
  }
  const wasUp = (await script(context, 'status', [], 'capture')).code === 0;
  try {
    // The one mostly waits while the other computes.
    const results = await Promise.allSettled([
      start(context),
      buildLayers(context),
    ]);
    const failed = results.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
    await buildImage(context, 'build');
    return await work(results[0].value);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    if (!wasInterrupted()) reportFailure(error);
    return { passed: 0, failed: 1 };
  } finally {
    if (!wasUp) await script(context, 'down', [], 'stderr');
  }
}

async function start(context) {
  return step('Starting the cluster', async report => {
    const { code, tail } = await script(context, 'up', [], 'capture', report);
    if (code !== 0) {
      throw new StepError('The cluster did not start.', {
        tail,
        remedy: `See ${CLUSTER_FOLDER}/README.md.`,
      });
    }
    const told = name =>
      new RegExp(`^export ${name}=([^:\n]+)`, 'm').exec(tail)?.[1] ?? '';
    return {
      PATH: [told('PATH'), context.env.PATH].join(delimiter),
      KUBECONFIG: told('KUBECONFIG'),
    };
  });
}

/** All of the runner's image that takes time. */
async function buildLayers(context) {
  await ensureImageFiles(context);
  await step("Building the runner's image", () =>
    buildImage(context, 'layers'),
  );
}

async function buildImage(context, verb) {
  const code = await buildRunnerImage(context, [], 'stderr', verb);
  if (code !== 0) throw new StepError("The runner's image was not built.");
}

/** Whether the user named a cluster, which then is used as it is. */
function isNamed(env) {
  return Boolean(env.BACKGROUND_TASKS_TEST_KUBECONFIG);
}

/** @returns {Promise<string | undefined>} why this machine can have no cluster */
async function whyNot(context) {
  const { code, tail } = await script(context, 'why-not', [], 'capture');
  return code === 0 ? undefined : tail.trim() || 'it was not found out why';
}

function script({ root, env }, name, args, output, onLine) {
  const file = join(root, CLUSTER_FOLDER, name);
  return runProgram(file, args, { env, output, onLine });
}
