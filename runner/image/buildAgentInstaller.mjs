// Bundles the agents' installer into one file, for the image.
import { build } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

await build({
  absWorkingDir: root,
  entryPoints: ['plugins/background-tasks-backend/src/agents/main.ts'],
  outfile: 'runner/dist/install-agents.cjs',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
});
