import { ensureBuilds } from '../bootstrap/builds.mjs';
import { runTypeScript } from './typescript.mjs';

/** The portal for development: backend and app with hot reload, and a local GitHub. */
export async function run(context, args) {
  await ensureBuilds(context, { app: false });
  return runTypeScript(context, 'start.ts', args);
}
