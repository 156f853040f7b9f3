import { ensureBuilds } from '../bootstrap/builds.mjs';
import { withPostgres } from './postgres.mjs';
import { runTypeScript } from './typescript.mjs';

/** How fast the backend is, beside the scaffolder and the least that the platform can do. */
export async function run(context, args) {
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
