// The door to all commands of this repository: `node scripts/run.mjs <command>`, or `npm run <command>`.
// It runs on any Node from 20 on, with Node's own modules alone, and makes the rest ready first.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './bootstrap/dependencies.mjs';
import {
  fittingEnvironment,
  requirePrograms,
} from './bootstrap/environment.mjs';
import { findFittingNode } from './bootstrap/fittingNode.mjs';
import { withLock } from './bootstrap/lock.mjs';
import {
  forwardSignals,
  StepError,
  wasInterrupted,
} from './bootstrap/processes.mjs';
import { reportFailure } from './bootstrap/progress.mjs';

const COMMANDS = [
  'agents',
  'bench',
  'bootstrap',
  'build',
  'chaos',
  'cluster',
  'crds',
  'demo',
  'fix',
  'generate',
  'lint',
  'portal',
  'quickstart',
  'screenshots',
  'start',
  'test',
  'typecheck',
];

async function main() {
  const [name, ...args] = process.argv.slice(2);
  if (!COMMANDS.includes(name)) {
    throw new StepError(`Unknown command '${name ?? ''}'.`, {
      remedy: `Commands: ${COMMANDS.join(', ')}`,
    });
  }
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  process.chdir(root);
  requirePrograms(process.env.PATH);
  const context = await withLock(join(root, '.tools/bootstrap.lock'), () =>
    bootstrap(root),
  );
  if (name === 'bootstrap') return 0;
  const { run } = await import(`./commands/${name}.mjs`);
  return run(context, args);
}

async function bootstrap(root) {
  const node = await findFittingNode(root);
  const env = fittingEnvironment(node);
  await ensureDependencies(root, node, env);
  return { root, node: node.path, env };
}

forwardSignals();
try {
  process.exitCode = await main();
} catch (error) {
  if (!wasInterrupted()) reportFailure(error);
  process.exitCode = wasInterrupted() ? 130 : 1;
}
