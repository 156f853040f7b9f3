import { ensurePackages } from '../bootstrap/builds.mjs';
import { environmentWithYarn } from './build.mjs';
import { runTypeScript } from './typescript.mjs';

/**
 * Makes a portal by `@backstage/create-app`, adds the packed packages by the steps of the README, and takes a task to
 * its end there.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @param {string[]} args `--legacy` for the legacy frontend system, `--keep-versions` to have
 *   later portals installed with what this one resolved
 */
export async function run(context, args) {
  await ensurePackages(context);
  return runTypeScript(
    { ...context, env: environmentWithYarn(context) },
    'freshPortal/main.ts',
    args,
  );
}
