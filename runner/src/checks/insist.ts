import { sleep, type CommandResult } from '../process';
import type { SetupCommand } from '../validators';
import { runShell, type CheckEnvironment } from './CheckEnvironment';
import { isNetworkFailure } from './network';

/** How long to wait before each further try where the network failed. */
const RETRY_MS = [2_000, 6_000];

/** Runs a command that gets something from elsewhere; again where the network failed. */
export async function insist(
  { command }: Pick<SetupCommand, 'command'>,
  cwd: string,
  environment: CheckEnvironment,
): Promise<CommandResult> {
  let result = await runShell(command, cwd, environment);
  for (const wait of RETRY_MS) {
    if (result.exitCode === 0 || environment.signal.aborted) break;
    if (!isNetworkFailure(result.lastLines)) break;
    environment.events.system(`${command} failed on the network: trying again`);
    await sleep(wait);
    result = await runShell(command, cwd, environment);
  }
  return result;
}
