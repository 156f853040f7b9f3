import { ensureBuilds } from '../bootstrap/builds.mjs';
import { withPostgres } from './postgres.mjs';
import { runTypeScript } from './typescript.mjs';

/**
 * How fast the backend is, beside the scaffolder and the least that the platform can do; or, as `discovery`, how much
 * of what repositories' CI runs is found.
 */
export async function run(context, args) {
  // It reads clones of repositories, and needs neither builds nor a database.
  if (args[0] === 'discovery') {
    const file = 'packages/bench/src/discovery/main.ts';
    return runTypeScript(context, file, args.slice(1));
  }
  await ensureBuilds(context, { app: false });
  return withPostgres(
    context.env,
    server =>
      runTypeScript(
        {
          ...context,
          env: {
            ...context.env,
            ...(server && { BENCH_POSTGRES_URL: server.url }),
          },
        },
        'packages/bench/src/bench.ts',
        args,
      ),
    { durable: true },
  );
}
