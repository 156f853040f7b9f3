import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../system/repositoryRoot';
import { describeError } from '../terminal/describeError';
import { abortOnInterrupt, isInterruption } from '../terminal/interruption';
import { FreshPortal } from './FreshPortal';

const OUTPUT = join(repositoryRoot, '.test-output/fresh-portal');

/**
 * Makes a portal by `@backstage/create-app`, adds the packed packages of this repository to it by the steps of the
 * README, and takes a task to its end there. Nothing of it is left, but for logs and pictures in `.test-output`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      legacy: { type: 'boolean', default: false },
      'keep-versions': { type: 'boolean', default: false },
    },
  });
  const signal = abortOnInterrupt();
  await rm(OUTPUT, { recursive: true, force: true });
  await mkdir(OUTPUT, { recursive: true });
  // Far from this checkout: nothing of its node_modules may be found there.
  const directory = await mkdtemp(join(tmpdir(), 'background-tasks-portal-'));
  const fresh = new FreshPortal({
    directory,
    output: OUTPUT,
    frontend: values.legacy ? 'legacy' : 'new',
    signal,
  });
  try {
    await fresh.tryOut();
    if (values['keep-versions']) await fresh.keepVersions();
  } finally {
    await fresh
      .stop()
      .finally(() => rm(directory, { recursive: true, force: true }));
  }
  process.stdout.write('The README holds in a fresh portal.\n');
}

main().then(
  // Nothing may keep the program alive once everything was ended.
  () => process.exit(0),
  error => {
    if (isInterruption(error)) process.exit(130);
    process.stderr.write(
      `\n${describeError(error)}\nLogs and pictures: ${OUTPUT}\n`,
    );
    process.exit(1);
  },
);
