import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toolchainFolders } from '@background-tasks/plugin-background-tasks-node';
import { readTruth, TRUTH_HELP } from '../discovery/truth';
import { measureGate, type GateResult } from './measureGate';
import { printGate, printSummary } from './printGate';

const HELP = `What the gate says of repositories' untouched bases, by whole local runs with a change that harms nothing:
  npm run bench -- gate --repos DIR [--truth FILE] [--only NAME] [--path PATH] [--environment NAME] [--log] [--keep]
FILE is DIR/truth.json if left out. --only takes a part of a repository's name, --path and --environment are what
'backgroundTasks.runner' has of these names; --only and --environment may be given several times. --log prints what
the commands said, --keep leaves the workspaces. As root the phases get a user of their own, as in a backend.

${TRUTH_HELP}
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repos: { type: 'string' },
      truth: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      path: { type: 'string' },
      environment: { type: 'string', multiple: true, default: [] },
      log: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if (!values.repos) throw new Error(`--repos is missing.\n\n${HELP}`);
  const truths = await readTruth(
    values.truth ?? join(values.repos, 'truth.json'),
  );
  const { only } = values;
  const wanted = truths.filter(
    ({ repo }) => only.length === 0 || only.some(name => repo.includes(name)),
  );
  const results: GateResult[] = [];
  for (const truth of wanted) {
    const result = await measureGate(truth, {
      repos: values.repos,
      environment: environmentOf(values.path, values.environment),
      keep: values.keep,
      ...(values.log && {
        onLog: (_, text) => process.stdout.write(`    ${text}\n`),
      }),
    });
    results.push(result);
    process.stdout.write(`${printGate(truth, result)}\n`);
  }
  process.stdout.write(`${printSummary(results)}\n`);
}

/** As the backend makes it. */
function environmentOf(
  path: string | undefined,
  names: readonly string[],
): Record<string, string> {
  const named = names.flatMap(name => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    PATH: path ?? process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    TZ: process.env.TZ ?? 'UTC',
    ...toolchainFolders(process.env, homedir()),
    ...Object.fromEntries(named),
  };
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
