import { parseArgs } from 'node:util';
import { abortOnInterrupt, isInterruption } from '@background-tasks/demo';
import { measureLog } from './measureLog';
import { measureMany } from './measureMany';
import { measureStart } from './measureStart';
import { printLog, printMany, printStart } from './print';
import { startClusterSystem, type ClusterSystem } from './startClusterSystem';

const HELP = `What running on Kubernetes takes, on the test cluster, as Markdown:
  npm run bench -- kubernetes [start] [log] [many] [--rounds N]
`;
const RUNS = 10;
const LINES = 100;

const onNode: Record<
  string,
  (system: ClusterSystem, rounds: number) => Promise<string>
> = {
  start: async (system, rounds) =>
    printStart(await measureStart(system, rounds)),
  log: async system => printLog(await measureLog(system, LINES)),
  many: async system => printMany(RUNS, await measureMany(system, RUNS)),
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '7' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const unknown = positionals.find(name => !(name in onNode));
  if (unknown) throw new Error(`There is no '${unknown}'\n${HELP}`);
  const wanted = Object.keys(onNode).filter(
    name => positionals.length === 0 || positionals.includes(name),
  );
  const signal = abortOnInterrupt();
  const system = await startClusterSystem({
    ...{ users: RUNS, projects: 1, signal },
  });
  try {
    for (const name of wanted) {
      process.stderr.write(`${name}\n`);
      const text = await onNode[name](
        system,
        numberOf('rounds', values.rounds),
      );
      process.stdout.write(text);
    }
  } finally {
    await system.stop();
  }
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} is a whole number from 1 on, not '${text}'`);
}

main().catch(error => {
  if (isInterruption(error)) {
    process.exitCode = 130;
    return;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
