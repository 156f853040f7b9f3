import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { describeDiscovery, measureDiscovery } from './measureDiscovery';
import { printDiscovery } from './printDiscovery';
import { readTruth, TRUTH_HELP } from './truth';

const HELP = `How much of what repositories' CI runs is found, in clones of them:
  npm run bench -- discovery --repos DIR [--truth FILE]
FILE is DIR/truth.json if left out. With --list it prints what is found in all clones of DIR.

${TRUTH_HELP}
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repos: { type: 'string' },
      truth: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if (!values.repos) throw new Error(`--repos is missing.\n\n${HELP}`);
  if (values.list) {
    process.stdout.write(`${await describeDiscovery(values.repos)}\n`);
    return;
  }
  const truth = values.truth ?? join(values.repos, 'truth.json');
  const results = await measureDiscovery(values.repos, await readTruth(truth));
  process.stdout.write(`${printDiscovery(results)}\n`);
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
