import { runTools, tools } from './tools.mjs';

/** The linter and the formatter, both without changing anything. */
export async function run(context) {
  return runTools(context, [tools.lint, tools.format]);
}
