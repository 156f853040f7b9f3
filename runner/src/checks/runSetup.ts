import { keepEnd } from '../events';
import type { DiscoveredPlan, SetupCommand } from '../validators';
import { folderOf, howItEnded } from './CheckEnvironment';
import type { CheckEnvironment } from './CheckEnvironment';
import { insist } from './insist';
import { madeAlready } from './madeTools';
import { isNetworkFailure } from './network';
import { firstMissing } from './needs';
import { installManagers } from './packageManagers';
import { findHindrance } from './unrunnable';

/** A command that the checks need first did not succeed. */
export type SetupFailure = {
  command: string;
  /** Its last lines. */
  output: string;
  /** The network's or the registry's fault, not the repository's. */
  network: boolean;
};

/** What setting up came to. */
export type SetupResult = {
  failure?: SetupFailure;
  /** What was not set up, as a program that it needs is not there: in words. */
  missing: string[];
};

const OUTPUT_MAX_CHARS = 8_000;

/** Runs the commands that the checks need; again where the network failed. */
export async function runSetup(
  { plan, validatorOf }: DiscoveredPlan,
  environment: CheckEnvironment,
): Promise<SetupResult> {
  const missing: string[] = [];
  const made = madeAlready(plan.setup, environment.cwd);
  for (const command of installManagers(plan, environment)) {
    await insist({ command }, environment.cwd, environment);
  }
  for (const setup of plan.setup) {
    if (made.has(setup)) {
      const words = 'what it makes is there from the baseline';
      environment.events.system(`\`${setup.command}\`: ${words}`);
      continue;
    }
    const cwd = folderOf(environment.cwd, setup.directory);
    if (cwd === undefined) {
      return { missing, failure: failure(setup, 'Its folder is not there.') };
    }
    const absent = firstMissing(setup.needs, cwd, environment);
    if (absent) {
      const words = `\`${setup.command}\` (${setup.reason}): ${absent}`;
      environment.events.system(words);
      missing.push(words);
      continue;
    }
    const result = await insist(setup, cwd, environment);
    if (result.exitCode === 0) continue;
    const { command, reason } = setup;
    const words = validatorOf(setup).read(result.lastLines, {
      kind: 'build',
      command,
      reason,
    });
    const network = isNetworkFailure(result.lastLines);
    const hindrance = network ? undefined : findHindrance(result);
    const output = hindrance?.words ?? (words.output || howItEnded(result));
    return { missing, failure: failure(setup, output, network) };
  }
  return { missing };
}

function failure(
  { command }: SetupCommand,
  output: string,
  network = false,
): SetupFailure {
  return { command, output: keepEnd(output, OUTPUT_MAX_CHARS), network };
}
