import { runTools, tools } from './tools.mjs';

/** Mends what the formatter and the linter can mend by themselves. */
export async function run(context) {
  return runTools(context, [tools.fixFormat, tools.fixLint]);
}
