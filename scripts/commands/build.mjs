import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureBuilds, ensureImageFiles } from '../bootstrap/builds.mjs';
import { YARN } from '../bootstrap/dependencies.mjs';
import { runProgram, StepError } from '../bootstrap/processes.mjs';
import { packageFolders, runTool, tools } from './tools.mjs';

/** The runner's bundle, what its image is made of, the app, and every package as it would be published. */
export async function run(context) {
  await ensureBuilds(context);
  await ensureImageFiles(context);
  // Declarations are rolled up from what the type checker emits.
  const emitted = await runTool(context, {
    ...tools.types,
    args: ['--incremental', 'false', '-p', 'tsconfig.json'],
  });
  if (!emitted) return 1;
  const withYarn = { ...context, env: environmentWithYarn(context) };
  for (const folder of packageFolders(context.root)) {
    await buildPackage(withYarn, folder);
  }
  return 0;
}

// Bundling the backend calls a `yarn` of PATH: it gets the committed one.
function environmentWithYarn({ root, env }) {
  const folder = join(root, '.tools/bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'yarn'),
    `#!/bin/sh\nexec node '${join(root, YARN)}' "$@"\n`,
    { mode: 0o755 },
  );
  return { ...env, PATH: `${folder}${delimiter}${env.PATH}` };
}

async function buildPackage(context, folder) {
  const manifest = JSON.parse(
    readFileSync(join(context.root, folder, 'package.json'), 'utf8'),
  );
  const script = manifest.scripts?.build;
  if (script !== 'backstage-cli package build' || manifest.bundled) return;
  process.stdout.write(`Building ${manifest.name}\n`);
  const { code } = await runProgram(
    context.node,
    [
      join(context.root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'build',
    ],
    { cwd: join(context.root, folder), env: context.env },
  );
  if (code === 0) return;
  throw new StepError(`Building ${manifest.name} failed.`, {
    remedy: `Mend what is said above; it is the script 'build' of ${folder}/package.json.`,
  });
}
