import { ensureBuilds } from '../bootstrap/builds.mjs';
import { runTypeScript } from './typescript.mjs';

/** Pictures of the portal's pages, light and dark, wide and narrow, into docs/images. */
export async function run(context, args) {
  await ensureBuilds(context);
  return runTypeScript(context, 'screenshots.ts', args);
}
