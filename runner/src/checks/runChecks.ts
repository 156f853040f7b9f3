import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import { keepEnd, keepStart, type EventWriter } from '../events';
import { runCommand, sleep, type CommandResult } from '../process';
import type { DiscoveredPlan, PlannedCommand, Validator } from '../validators';

/** Where and with what commands run. */
export type CheckEnvironment = {
  cwd: string;
  events: EventWriter;
  signal: AbortSignal;
};

/** A command that the checks need first did not succeed. */
export type SetupFailure = {
  command: string;
  /** Its last lines. */
  output: string;
  /** The network's or the registry's fault, not the repository's. */
  network: boolean;
};

const SETUP_RETRY_MS = 2_000;
const OUTPUT_MAX_CHARS = 8_000;
const COMMAND_MAX_CHARS = 2_000;
const NETWORK =
  /\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|UNABLE_TO_GET_ISSUER_CERT\w*|SELF_SIGNED_CERT\w*|E50[0-4]|E429)\b|network (?:request|timeout)|socket hang up/;

/** Runs the commands that the checks need, each twice where the network failed. */
export async function runSetup(
  { plan, validatorOf }: DiscoveredPlan,
  environment: CheckEnvironment,
): Promise<SetupFailure | undefined> {
  for (const { command, reason } of plan.setup) {
    let result = await runShell(command, environment);
    if (
      result.exitCode !== 0 &&
      isNetwork(result) &&
      !environment.signal.aborted
    ) {
      environment.events.system(
        `${command} failed on the network: trying again`,
      );
      await sleep(SETUP_RETRY_MS);
      result = await runShell(command, environment);
    }
    if (result.exitCode === 0) continue;
    const words = validatorOf({ command }).read(result.lastLines, {
      kind: 'build',
      command,
      reason,
    });
    return {
      command,
      output: keepEnd(words.output || howItEnded(result), OUTPUT_MAX_CHARS),
      network: isNetwork(result),
    };
  }
  return undefined;
}

/** Runs one check. Its status is `passed`, `failed` or `notRun`; what stood before is for the caller to judge. */
export async function runCheck(
  command: PlannedCommand,
  validator: Validator,
  environment: CheckEnvironment,
): Promise<CheckResult> {
  const result = await runShell(command.command, environment);
  const words = validator.read(
    withoutFolder(result.lastLines, environment.cwd),
    command,
  );
  const status = statusOf(result, words.ranNothing);
  return {
    kind: command.kind,
    command: keepStart(command.command, COMMAND_MAX_CHARS),
    reason: keepStart(command.reason, COMMAND_MAX_CHARS),
    status,
    exitCode: result.exitCode,
    durationMs: result.durationMs,
    output:
      status === 'passed'
        ? ''
        : keepEnd(words.output || howItEnded(result), OUTPUT_MAX_CHARS),
  };
}

function statusOf(
  { exitCode }: CommandResult,
  ranNothing: boolean,
): CheckResult['status'] {
  if (ranNothing) return 'notRun';
  return exitCode === 0 ? 'passed' : 'failed';
}

async function runShell(
  command: string,
  { cwd, events, signal }: CheckEnvironment,
): Promise<CommandResult> {
  events.system(`$ ${command}`);
  return await runCommand(['sh', '-c', command], {
    cwd,
    signal,
    onLine: (stream, text) => events.emit({ type: 'log', stream, text }),
  });
}

/** Paths as people know them, from the root of the repository: where the workspace lies tells them nothing. */
function withoutFolder(lines: string[], folder: string): string[] {
  return lines.map(line => line.replaceAll(`${folder}/`, ''));
}

function isNetwork(result: CommandResult): boolean {
  return result.lastLines.some(line => NETWORK.test(line));
}

function howItEnded({ exitCode, signal }: CommandResult): string {
  return signal
    ? `It was ended by ${signal} and printed nothing.`
    : `It ended with exit code ${exitCode} and printed nothing.`;
}
