import { runTools, tools } from './tools.mjs';

/** The linter, the formatter and the generator, all without changing anything. */
export async function run(context) {
  return runTools(context, [tools.lint, tools.format, tools.generated]);
}
