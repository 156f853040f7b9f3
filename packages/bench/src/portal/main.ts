import { parseArgs } from 'node:util';
import { abortOnInterrupt } from '@background-tasks/demo';
import { measureFirstLoad } from './measureFirstLoad';
import { measureList } from './measureList';
import { measureLog } from './measureLog';
import { measureTabs } from './measureTabs';
import { Portal } from './Portal';
import { printFirstLoad, printList, printLog, printTabs } from './print';
import { countOf, runMain } from '../runMain';

const HELP = `What the portal's pages take, by Chromium's own measures, as Markdown:
  npm run bench -- portal [log] [list] [load] [tabs]
    --rounds N     times that pages are opened (5)
    --lines N      of the log (100000)
    --tasks N      of the list (100000)
    --tabs N       of one browser (10), --seconds N in which nothing happens (60)
`;

type Size = Record<'rounds' | 'lines' | 'tasks' | 'tabs' | 'seconds', number>;

const measures: Record<
  string,
  (portal: Portal, size: Size, signal: AbortSignal) => Promise<string>
> = {
  log: async (portal, size) => {
    const { running, ended } = await measureLog(portal, size);
    return `${printLog('running', running)}${printLog('ended', ended)}`;
  },
  list: async (portal, size) => printList(await measureList(portal, size)),
  load: async (portal, _size, signal) =>
    printFirstLoad(await measureFirstLoad(portal, signal)),
  tabs: async (portal, size) => {
    const { seconds, costs } = await measureTabs(portal, size);
    return printTabs(seconds, costs);
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      lines: { type: 'string', default: '100000' },
      tasks: { type: 'string', default: '100000' },
      tabs: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '60' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const unknown = positionals.find(name => !(name in measures));
  if (unknown) throw new Error(`There is no '${unknown}'\n${HELP}`);
  const size = {
    rounds: countOf('rounds', values.rounds),
    lines: countOf('lines', values.lines),
    tasks: countOf('tasks', values.tasks),
    tabs: countOf('tabs', values.tabs),
    seconds: countOf('seconds', values.seconds),
  };
  const signal = abortOnInterrupt();
  const portal = await Portal.start(signal);
  try {
    for (const [name, measure] of Object.entries(measures)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      signal.throwIfAborted();
      process.stderr.write(`${name}\n`);
      process.stdout.write(await measure(portal, size, signal));
    }
  } finally {
    await portal.stop();
  }
}

runMain(main);
