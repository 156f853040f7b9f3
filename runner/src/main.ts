import { runnerPhases } from '@background-tasks/plugin-background-tasks-common';
import { joinParts, runInContainer } from './container';
import { runPhase } from './phases';
import { messageOf } from './process';
import { canUseNamespaces, supervise } from './supervisor';

const USAGE = `Usage:
  runner.cjs phase <${runnerPhases.join(
    '|',
  )}> --root DIR   one phase; its secrets on standard input
  runner.cjs container <phase> --root DIR [--secrets FILE]   the same as the first process of a container
  runner.cjs join FOLDER FILE   puts together a file that was mounted in parts
  runner.cjs supervise --run DIR   all phases of a local run; their secrets on standard input
  runner.cjs probe   whether phases can have namespaces of their own here
`;
const EXIT_USAGE = 64;

async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === 'phase' && rest[1] === '--root' && rest.length === 3) {
    const phase = runnerPhases.find(known => known === rest[0]);
    if (phase) return await runPhase(phase, rest[2], await readStdin());
  }
  if (command === 'container') {
    const code = await runInContainer(rest);
    if (code !== EXIT_USAGE) return code;
  }
  if (command === 'join' && rest.length === 2) {
    joinParts(rest[0], rest[1]);
    return 0;
  }
  if (command === 'supervise' && rest[0] === '--run' && rest.length === 2) {
    return await supervise(rest[1], await readStdin());
  }
  if (command === 'probe' && rest.length === 0) {
    const namespaces = await canUseNamespaces();
    process.stdout.write(`${JSON.stringify({ namespaces })}\n`);
    return 0;
  }
  process.stderr.write(USAGE);
  return EXIT_USAGE;
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

main(process.argv.slice(2)).then(
  code => process.exit(code),
  error => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  },
);
