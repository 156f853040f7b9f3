import { ensureBuilds } from '../bootstrap/builds.mjs';
import { withPostgres } from './postgres.mjs';
import { runTypeScript } from './typescript.mjs';

/** Measures of the runner alone: they need neither builds of the portal nor a database. */
const WITHOUT_BACKEND = ['discovery', 'gate', 'runner'];

/**
 * How fast the backend is, beside the scaffolder and the least that the platform can do; or, as `discovery`, how much
 * of what repositories' CI runs is found, as `gate`, whether their untouched bases pass it, and as `runner`, what the
 * runner itself takes of a task's time; as `kubernetes`, what running on a cluster takes; as `portal`, what the pages
 * take of a browser.
 */
export async function run(context, args) {
  if (WITHOUT_BACKEND.includes(args[0])) {
    const file = `packages/bench/src/${args[0]}/main.ts`;
    return runTypeScript(context, file, args.slice(1));
  }
  if (args[0] === 'portal') {
    await ensureBuilds(context);
    const file = 'packages/bench/src/portal/main.ts';
    return runTypeScript(context, file, args.slice(1));
  }
  await ensureBuilds(context, { app: false });
  const onCluster = args[0] === 'kubernetes';
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
        onCluster
          ? 'packages/bench/src/kubernetes/main.ts'
          : 'packages/bench/src/bench.ts',
        onCluster ? args.slice(1) : args,
      ),
    { durable: true },
  );
}
