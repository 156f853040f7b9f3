import { join } from 'node:path';
import { runProgram } from '../bootstrap/processes.mjs';

/**
 * Runs a TypeScript file, its output shown as it is.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @param {string} file relative to `packages/demo/src`, or to the root where it begins with `packages/` or `plugins/`
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runTypeScript(context, file, args) {
  const { root, node, env } = context;
  const { code } = await runProgram(
    node,
    [
      '--no-node-snapshot',
      '--require',
      join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
      /^(?:packages|plugins)\//.test(file)
        ? join(root, file)
        : join(root, 'packages/demo/src', file),
      ...args,
    ],
    { cwd: root, env },
  );
  return code;
}
