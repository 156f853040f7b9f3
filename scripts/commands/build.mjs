import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilds, ensureImageFiles } from '../bootstrap/builds.mjs';
import { YARN } from '../bootstrap/dependencies.mjs';
import { runProgram, StepError } from '../bootstrap/processes.mjs';
import { packageFolders, runTool, tools } from './tools.mjs';

/**
 * The runner's bundle, what its image is made of, the app, and every package as it would be published.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} context
 * @param {string[]} args `--packages` for those alone that are published
 */
export async function run(context, args) {
  const { values } = parseArgs({
    args,
    options: { packages: { type: 'boolean', default: false } },
  });
  await ensureBuilds(context, { app: !values.packages });
  if (!values.packages) await ensureImageFiles(context);
  // Declarations are rolled up from what the type checker emits.
  const project = values.packages
    ? 'scripts/tsconfig.packages.json'
    : 'tsconfig.json';
  const emitted = await runTool(context, {
    ...tools.types,
    args: ['--incremental', 'false', '-p', project],
  });
  if (!emitted) return 1;
  const withYarn = { ...context, env: environmentWithYarn(context) };
  for (const folder of packageFolders(context.root)) {
    await buildPackage(withYarn, folder, { private: !values.packages });
  }
  return 0;
}

/**
 * The environment for programs that call a `yarn` of PATH: they get the committed one.
 *
 * @param {{ root: string, env: NodeJS.ProcessEnv }} context
 */
export function environmentWithYarn({ root, env }) {
  const folder = join(root, '.tools/bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'yarn'),
    `#!/bin/sh\nexec node '${join(root, YARN)}' "$@"\n`,
    { mode: 0o755 },
  );
  return { ...env, PATH: `${folder}${delimiter}${env.PATH}` };
}

async function buildPackage(context, folder, which) {
  const manifest = JSON.parse(
    readFileSync(join(context.root, folder, 'package.json'), 'utf8'),
  );
  if (manifest.private && !which.private) return;
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
