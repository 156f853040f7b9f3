import { appendFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from '../system/repositoryRoot';
import { runStep, type Step } from './runStep';
import { writeKnownVersions } from './versions';

/** The frontend system of a portal. */
export type FrontendSystem = 'new' | 'legacy';

/** Addons that the backend needs, each in the folder that it is compiled into. */
const ADDONS = ['better-sqlite3/build'];

const manifestSchema = z
  .object({ resolutions: z.record(z.string(), z.string()) })
  .passthrough();

/**
 * Makes a portal by `@backstage/create-app`, with nothing installed in it yet. What will be are the versions that this
 * checkout has, where it has them, and others that are known to work: the same today and tomorrow, and mostly in Yarn's
 * cache.
 *
 * @param options - `registry` is the address of the one for the packages of this repository
 */
export async function createPortal(
  options: {
    directory: string;
    frontend: FrontendSystem;
    registry: string;
  },
  how: Pick<Step, 'env' | 'signal' | 'logFile'>,
): Promise<void> {
  const { directory, frontend, registry } = options;
  await mkdir(directory);
  await runStep({
    ...how,
    command: process.execPath,
    args: [
      require.resolve('@backstage/create-app/bin/backstage-create-app'),
      ...['--skip-install', '--path', directory],
      ...(frontend === 'legacy' ? ['--legacy'] : []),
    ],
    cwd: directory,
    env: { ...how.env, BACKSTAGE_APP_NAME: 'fresh-portal' },
  });
  await appendFile(join(directory, '.yarnrc.yml'), settingsFor(registry));
  await takeVersions(directory);
}

/** Gives a portal in which all is installed the addons as they were compiled here, from the same versions. */
export async function lendAddons(directory: string): Promise<void> {
  for (const addon of ADDONS) {
    const path = join('node_modules', addon);
    await cp(join(repositoryRoot, path), join(directory, path), {
      recursive: true,
    });
  }
}

function settingsFor(registry: string): string {
  return [
    '',
    'enableTelemetry: false',
    'enableImmutableInstalls: false',
    // To compile addons would take longer than all the rest: see lendAddons.
    'enableScripts: false',
    "unsafeHttpWhitelist: ['127.0.0.1']",
    'npmScopes:',
    '  background-tasks:',
    `    npmRegistryServer: ${registry}`,
    '',
  ].join('\n');
}

async function takeVersions(directory: string): Promise<void> {
  const [own, theirs] = await Promise.all([
    readManifest(repositoryRoot),
    readManifest(directory),
  ]);
  await writeKnownVersions(directory);
  await writeFile(
    join(directory, 'package.json'),
    JSON.stringify({
      ...theirs,
      resolutions: { ...theirs.resolutions, ...own.resolutions },
    }),
  );
}

async function readManifest(folder: string) {
  return manifestSchema.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  );
}
