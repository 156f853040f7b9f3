import { join } from 'node:path';
import { runGuide } from './guide/runGuide';
import { createRunFolder } from './system/createRunFolder';
import { repositoryRoot } from './system/repositoryRoot';
import { startSystem } from './system/startSystem';
import { describeError } from './terminal/describeError';
import { abortOnInterrupt, isInterruption } from './terminal/interruption';

/** Runs docs/quickstart.md, every block in its order, on a portal of its own. */
async function main(): Promise<void> {
  const signal = abortOnInterrupt();
  const directory = await createRunFolder(join(repositoryRoot, '.demo/runs'));
  process.stdout.write(
    `Starting a local GitHub and the portal (data: ${directory})\n`,
  );
  const system = await startSystem({ directory, signal });
  try {
    await runGuide('docs/quickstart.md', { system, signal });
  } finally {
    await system.stop();
  }
  process.stdout.write('\nThe quickstart holds.\n');
}

main().then(
  // Nothing may keep the program alive once everything was ended.
  () => process.exit(0),
  error => {
    if (isInterruption(error)) process.exit(130);
    process.stderr.write(`\n${describeError(error)}\n`);
    process.exit(1);
  },
);
