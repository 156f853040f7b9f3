import { runTools, tools } from './tools.mjs';

/** The types of all packages. */
export async function run(context) {
  return runTools(context, [tools.types]);
}
