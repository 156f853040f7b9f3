import type { CheckFailure } from '@background-tasks/plugin-background-tasks-common';
import type { PlannedCommand, Validator } from '../validators';
import type { CheckEnvironment } from './CheckEnvironment';
import { shownFailures } from './failures';
import { runCheck, type CheckRun } from './runCheck';
import type { Leftovers, TreeKeeper } from './TreeKeeper';

const NAMED = 5;

/** A check that ran in a clean tree, and what it left there, which is gone again. */
export type CleanRun = { run: CheckRun; left: Leftovers };

/** Runs one check, and takes back what it does to the tree, so that the next one sees none of it. */
export async function runCleanly(
  command: PlannedCommand,
  validator: Validator,
  environment: CheckEnvironment,
  keeper: TreeKeeper,
): Promise<CleanRun> {
  const run = await runCheck(command, validator, environment);
  const left = await keeper.leftovers();
  if (left.changed.length + left.added.length > 0) {
    environment.events.system(`${command.command} left behind: ${name(left)}`);
    const problems = await keeper.restore(left);
    for (const problem of problems) environment.events.system(problem);
  }
  return { run: rewroteOf(run, left), left };
}

/** A formatter that rewrites files instead of complaining has found them wanting. */
function rewroteOf(run: CheckRun, { changed }: Leftovers): CheckRun {
  const rewrites =
    run.kind === 'format' && run.status === 'passed' && changed.length > 0;
  if (!rewrites) return run;
  const failures: CheckFailure[] = changed.map(file => ({
    file,
    message: 'is laid out in another way by the formatter',
  }));
  return {
    ...run,
    status: 'failed',
    output: `The formatter rewrote ${changed.slice(0, 100).join(', ')}`.slice(
      0,
      8_000,
    ),
    failures: shownFailures(failures),
    everyFailure: failures,
  };
}

function name({ changed, added }: Leftovers): string {
  const all = [...changed, ...added];
  const more = all.length - NAMED;
  const named = all.slice(0, NAMED).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}
