import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import {
  blocks,
  commandOf,
  failedApart,
  judge,
  runCleanly,
  withoutBallast,
  type CheckEnvironment,
  type CheckRun,
  type TreeKeeper,
} from '../../checks';
import type { DiscoveredPlan, PlannedCommand } from '../../validators';
import type { PhaseContext } from '../PhaseContext';

/** Percent of the task when its dependencies are there, and when its checks are done. */
export const SETUP_PROGRESS = 64;
export const END_PROGRESS = 80;

type Gate = {
  environment: CheckEnvironment;
  keeper: TreeKeeper;
  baseline: CheckRun[];
};

/** Runs the commands of the plan on the change, each in a clean tree, and judges them by the baseline. */
export async function runPlan(
  context: PhaseContext,
  discovered: DiscoveredPlan,
  gate: Gate,
): Promise<CheckResult[]> {
  const { events, progress, signal } = context;
  const { commands } = discovered.plan;
  const checks: CheckResult[] = [];
  for (const [index, command] of commands.entries()) {
    if (signal.aborted) throw new Error('The gate was stopped.');
    const part = index / commands.length;
    progress.set(
      SETUP_PROGRESS + part * (END_PROGRESS - SETUP_PROGRESS),
      command.kind,
    );
    const check = await runTwice(context, discovered, command, gate);
    events.emit({ type: 'validation', stage: 'gate', check });
    checks.push(check);
  }
  return checks;
}

/**
 * A new failure is looked at once more: what then passes is flaky, which is said, and does not block. Where nothing
 * but other failures come to light, those are new as well.
 */
async function runTwice(
  { spec, events, signal }: PhaseContext,
  { validatorOf }: DiscoveredPlan,
  command: PlannedCommand,
  { environment, keeper, baseline }: Gate,
): Promise<CheckResult> {
  const runOnce = async (): Promise<CheckResult> => {
    const validator = validatorOf(command);
    const { run } = await runCleanly(command, validator, environment, keeper);
    return command.required
      ? mustPass(run)
      : judge(run, baseline, spec.validation);
  };
  const first = await runOnce();
  if (first.status !== 'failed' || signal.aborted) return first;
  events.system(`${commandOf(command)} failed: it is run once more`);
  let last = await runOnce();
  let tries = 'second';
  const isBlocked = () => blocks(last, baseline, spec.validation);
  if (isBlocked() && failedApart(first, last) && !signal.aborted) {
    events.system(`${commandOf(command)} failed otherwise: it is run again`);
    last = await runOnce();
    tries = 'third';
  }
  if (isBlocked()) return first;
  events.system(
    `${commandOf(command)} is flaky: it passed at the ${tries} try`,
  );
  return { ...last, flaky: true };
}

/** What the task itself asks for passes or fails, whatever it did on the base. */
function mustPass(run: CheckRun): CheckResult {
  const check = withoutBallast(run);
  return check.status === 'notRun' ? { ...check, status: 'failed' } : check;
}
