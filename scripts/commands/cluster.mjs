import { join } from 'node:path';
import { ensureImageFiles } from '../bootstrap/builds.mjs';
import { runProgram, StepError } from '../bootstrap/processes.mjs';

const FOLDER = 'packages/dev-cluster';
/** The runner's image in the test cluster. */
export const RUNNER_IMAGE = 'localhost/background-tasks-runner:test';

/**
 * The Kubernetes cluster for tests: `up`, `down`, or `image`, which builds the runner's image for it. What follows
 * goes to the program that builds images, such as `--build-arg AGENTS=claude-code`.
 */
export async function run(context, args) {
  const [verb, ...rest] = args;
  switch (verb) {
    case 'up':
    case 'down':
      return runClusterScript(context, verb, []);
    case 'image':
      await ensureImageFiles(context);
      return (
        (await runClusterScript(context, 'up', [], 'stderr')) ||
        (await buildRunnerImage(context, rest))
      );
    default:
      throw new StepError(`There is no 'cluster ${verb ?? ''}'.`, {
        remedy: 'Use cluster up, cluster down or cluster image.',
      });
  }
}

/**
 * Builds the runner's image for the cluster, which is up.
 *
 * @returns {Promise<number>} the exit code
 */
export function buildRunnerImage(context, args = [], output = 'inherit') {
  const folder = join(context.root, 'runner');
  const words = ['build', folder, RUNNER_IMAGE, ...args];
  return runClusterScript(context, 'image', words, output);
}

/**
 * Runs one of the cluster's scripts.
 *
 * @param {{ root: string, env: NodeJS.ProcessEnv }} context
 * @param {string} name of the script
 * @param {string[]} args
 * @param {'inherit' | 'stderr' | 'capture'} [output]
 * @returns {Promise<number>} the exit code
 */
export async function runClusterScript(
  context,
  name,
  args,
  output = 'inherit',
) {
  const { code } = await runProgram(join(context.root, FOLDER, name), args, {
    env: context.env,
    output,
  });
  return code;
}
