import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@background-tasks/demo';
import { z } from 'zod';

const run = promisify(execFile);
const APP = join(repositoryRoot, 'packages/app');
const COPY = join(repositoryRoot, '.bench/portal/app');
const PLUGIN = '@background-tasks/plugin-background-tasks';
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Builds the portal's app as it would be without the plugin. @returns the folder of what was built */
export async function buildWithoutPlugin(signal: AbortSignal): Promise<string> {
  await rm(COPY, { recursive: true, force: true });
  await mkdir(COPY, { recursive: true });
  for (const name of ['src', 'public']) {
    await cp(join(APP, name), join(COPY, name), { recursive: true });
  }
  const manifest = z
    .looseObject({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(join(APP, 'package.json'), 'utf8')));
  const { [PLUGIN]: plugin, ...dependencies } = manifest.dependencies;
  if (!plugin) throw new Error('The app does not have the plugin');
  await writeFile(
    join(COPY, 'package.json'),
    JSON.stringify({ ...manifest, dependencies }),
  );
  await run(
    process.execPath,
    [
      join(repositoryRoot, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'build',
      '--config',
      join(repositoryRoot, 'app-config.yaml'),
    ],
    { cwd: COPY, signal, maxBuffer: MAX_OUTPUT_BYTES },
  );
  return join(COPY, 'dist');
}
