import { join } from 'node:path';
import { ensureImageFiles } from '../bootstrap/builds.mjs';
import { runProgram, StepError } from '../bootstrap/processes.mjs';

/** Where the cluster's scripts are, relative to the root. */
export const CLUSTER_FOLDER = 'packages/dev-cluster';
/** What packages/dev-cluster calls it too. */
const RUNNER_IMAGE = 'localhost/background-tasks-runner:test';

/** The agents in it, unless others are asked for. */
const AGENTS = 'claude-code';

/**
 * The Kubernetes cluster for tests: `up`, `down`, or `image`, which builds the runner's image for it. What follows
 * goes to the program that builds images, such as `--build-arg "AGENTS=claude-code codex-cli"`.
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
 * Builds the runner's image for the cluster, which is up; only its layers where `verb` says so, for which it need not be.
 *
 * @returns {Promise<number>} the exit code
 */
export function buildRunnerImage(
  context,
  args = [],
  output = 'inherit',
  verb = 'build',
) {
  const folder = join(context.root, 'runner');
  const agents = ['--build-arg', `AGENTS=${AGENTS}`];
  const words = [verb, folder, RUNNER_IMAGE, ...agents, ...args];
  return runClusterScript(context, 'image', words, output);
}

async function runClusterScript(context, name, args, output = 'inherit') {
  const file = join(context.root, CLUSTER_FOLDER, name);
  const { code } = await runProgram(file, args, { env: context.env, output });
  return code;
}
