import { parseArgs } from 'node:util';
import { abortOnInterrupt } from '@background-tasks/demo';
import { measureFleet } from './fleet/measureFleet';
import { measureLog } from './measureLog';
import { measureMany } from './measureMany';
import { measureStart } from './measureStart';
import { printFleet, printLog, printMany, printStart } from './print';
import { startClusterSystem, type ClusterSystem } from './startClusterSystem';
import { countOf, runMain } from '../runMain';

const HELP = `What running on Kubernetes takes, on the test cluster, as Markdown:
  npm run bench -- kubernetes [start] [log] [many] [fleet]
    --rounds N     starts of each kind (7)
    --tasks N      of the fleet (500), --projects N (50), --nodes N that are simulated (50)
    --idle N       seconds in which the fleet says nothing new (120)
`;
const FLEET = 'fleet';
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
      tasks: { type: 'string', default: '500' },
      projects: { type: 'string', default: '50' },
      nodes: { type: 'string', default: '50' },
      idle: { type: 'string', default: '120' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const unknown = positionals.find(name => name !== FLEET && !(name in onNode));
  if (unknown) throw new Error(`There is no '${unknown}'\n${HELP}`);
  const isWanted = (name: string) =>
    positionals.length === 0 || positionals.includes(name);
  const size = {
    tasks: countOf('tasks', values.tasks),
    projects: countOf('projects', values.projects),
    nodes: countOf('nodes', values.nodes),
  };
  const rounds = countOf('rounds', values.rounds);
  const idleSeconds = countOf('idle', values.idle);
  const signal = abortOnInterrupt();
  await onTheNode(Object.keys(onNode).filter(isWanted), rounds, signal);
  if (!isWanted(FLEET)) return;
  say(FLEET);
  const times = await measureFleet({ size, idleSeconds, signal, say });
  process.stdout.write(printFleet(size, times));
}

/** Measures what real Pods take, all on one system. */
async function onTheNode(
  names: string[],
  rounds: number,
  signal: AbortSignal,
): Promise<void> {
  if (names.length === 0) return;
  const system = await startClusterSystem({ users: RUNS, projects: 1, signal });
  try {
    for (const name of names) {
      say(name);
      process.stdout.write(await onNode[name](system, rounds));
    }
  } finally {
    await system.stop();
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

runMain(main);
