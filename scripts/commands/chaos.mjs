import { run as runTests } from './test.mjs';

/**
 * The chaos test in its long form: 30 tasks on three backends that are killed at random.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @param {string[]} args `--seed <number>`: that of an earlier run
 */
export async function run(context, args) {
  const [option, seed] = args;
  const env = {
    ...context.env,
    CHAOS: 'long',
    ...(option === '--seed' && { CHAOS_SEED: seed }),
  };
  return runTests({ ...context, env }, ['--only', 'system', 'chaos']);
}
