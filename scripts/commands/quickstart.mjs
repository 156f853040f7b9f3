import { ensureBuilds } from '../bootstrap/builds.mjs';
import { runTypeScript } from './typescript.mjs';

/** Runs the quickstart guide, block after block, on a portal of its own. */
export async function run(context, args) {
  await ensureBuilds(context);
  return runTypeScript(context, 'quickstart.ts', args);
}
