import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { AgentInstallations } from './AgentInstallations';
import { agentPackages } from './agentPackages';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { directory: { type: 'string' } },
});

const logger: LoggerService = {
  error: say,
  warn: say,
  info: say,
  debug: () => {},
  child: () => logger,
};

function say(message: string | Error): void {
  process.stdout.write(
    `${message instanceof Error ? message.message : message}\n`,
  );
}

/** Installs agents where the backend looks for them. @returns the exit code */
async function main(): Promise<number> {
  const directory =
    values.directory ??
    path.join(
      os.tmpdir(),
      `background-tasks-${process.getuid?.() ?? 'user'}`,
      'agents',
    );
  const installations = new AgentInstallations({
    directory: path.resolve(directory),
    mode: 'onDemand',
    logger,
  });
  const known = Object.keys(agentPackages);
  for (const agent of positionals.length > 0 ? positionals : known) {
    if (!known.includes(agent)) {
      say(`There is no agent '${agent}': use ${known.join(', ')}`);
      return 1;
    }
    try {
      say(`${agent}: ${await installations.install(agent)}`);
    } catch {
      return 1;
    }
  }
  return 0;
}

main().then(code => {
  process.exitCode = code;
});
