import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { failing, upgrade } from './scenarios';
import type { Scenario } from './scenarios';
import { createRunFolder } from './system/createRunFolder';
import { requireFreePort } from './system/freePort';
import { repositoryRoot } from './system/repositoryRoot';
import { startSystem } from './system/startSystem';
import { describeError } from './terminal/describeError';
import {
  abortOnInterrupt,
  isInterruption,
  untilAborted,
} from './terminal/interruption';
import { Narrator } from './terminal/Narrator';

const USAGE = `npm run demo -- [options]

  --scenario upgrade|failing   what to show (default: upgrade)
  --json                       print one JSON object on standard output, and all else on standard error
  --exit                       end when the scenario has ended, also on a terminal
  --port <number>              the portal's port (default: one that is free)`;

const scenarios: Record<string, Scenario> = { upgrade, failing };

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const signal = abortOnInterrupt();
  const narrator = new Narrator(options.json ? process.stderr : process.stdout);
  const directory = await createRunFolder(join(repositoryRoot, '.demo/runs'));
  const port =
    options.port === undefined
      ? undefined
      : await requireFreePort(options.port);

  narrator.say(`Starting a local GitHub and the portal (data: ${directory})`);
  const system = await startSystem({ directory, port, signal });
  try {
    narrator.say(`The portal: ${system.portal.url}`);
    narrator.say(`The repository: ${system.repositoryUrl}`);
    const result = await options.scenario.run({
      system,
      signal,
      onTask: task =>
        narrator.begin(`${task.name}: ${system.portal.taskUrl(task)}`),
      onEvent: event => narrator.tell(event),
    });
    narrator.summarize(result);
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    if (options.stayUp) {
      narrator.say(
        `\nThe portal is still up: open ${system.portal.url} , Ctrl-C stops`,
      );
      await untilAborted(signal);
    }
  } finally {
    await system.stop();
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: 'upgrade' },
      json: { type: 'boolean', default: false },
      exit: { type: 'boolean', default: false },
      port: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const scenario = scenarios[values.scenario];
  if (!scenario) {
    throw new Error(`Unknown scenario '${values.scenario}'.\n\n${USAGE}`);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0)) {
    throw new Error(`'${values.port}' is not a port.\n\n${USAGE}`);
  }
  return {
    scenario,
    port,
    json: values.json,
    help: values.help,
    stayUp: !values.json && !values.exit && Boolean(process.stdout.isTTY),
  };
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
