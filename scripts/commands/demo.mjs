import { ensureBuilds } from '../bootstrap/builds.mjs';
import { runTypeScript } from './typescript.mjs';

/** A background task from the portal to the pull request, seen live. */
export async function run(context, args) {
  await ensureBuilds(context);
  return runTypeScript(context, 'demo.ts', args);
}
