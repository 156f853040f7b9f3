import { parseArgs } from 'node:util';
import { median } from '../load/statistics';
import { measureRunner, type RunnerTimes } from './measureRunner';

const HELP = `What the runner takes of a task's time beside git's clone, the commands and the agent:
  npm run bench -- runner [--rounds N]
`;
const ROUNDS = 3;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: String(ROUNDS) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(
      `--rounds is a whole number from 1 on, not '${values.rounds}'`,
    );
  }
  const all: RunnerTimes[] = [];
  for (let round = 0; round < rounds; round++) all.push(await measureRunner());
  process.stdout.write(print(all));
}

function print(all: RunnerTimes[]): string {
  const row = (title: string, valueOf: (times: RunnerTimes) => number) =>
    `| ${title} | ${median(all.map(valueOf)).toFixed(2)} s |\n`;
  return [
    `| one local run, median of ${all.length} | |\n| --- | ---: |\n`,
    row('the whole run', ({ whole }) => whole),
    row('git clone alone', ({ clone }) => clone),
    row('set-up, checks and agent', ({ commands }) => commands),
    row("the runner's own (target: < 3 s)", ({ overhead }) => overhead),
    ...(['clone', 'baseline', 'agent', 'collect', 'validate'] as const).map(
      phase => row(`phase ${phase}`, ({ phases }) => phases[phase] ?? NaN),
    ),
  ].join('');
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
