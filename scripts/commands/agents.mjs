import { runTypeScript } from './typescript.mjs';

/**
 * Installs the programs of coding agents where the backend looks for them: all, or those that are named.
 * `--directory DIR` where `backgroundTasks.agents.directory` is set.
 */
export async function run(context, args) {
  return runTypeScript(
    context,
    'plugins/background-tasks-backend/src/agents/main.ts',
    args,
  );
}
