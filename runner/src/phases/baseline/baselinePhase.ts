import { join } from 'node:path';
import {
  checkKindTitles,
  type CheckResult,
} from '@background-tasks/plugin-background-tasks-common';
import {
  bestOf,
  commandOf,
  keepTools,
  nothingRan,
  runCleanly,
  runSetup,
  TreeKeeper,
  withoutBallast,
  type CheckEnvironment,
  type CheckRun,
} from '../../checks';
import { Git, treeFiles } from '../../git';
import {
  describeSearch,
  discoverChecks,
  type DiscoveredPlan,
  type PlannedCommand,
} from '../../validators';
import { leaveKnownChecks } from '../knownChecks';
import type { PhaseContext } from '../PhaseContext';
import { PhaseFailure, type PhaseResult } from '../PhaseFailure';
import {
  readCloneResult,
  toolsOfBaseline,
  writeBaselineResult,
} from '../results';

/** A repository whose checks leave more behind is not helped by a longer list. */
const LEFT_BEHIND_MAX = 20_000;

/** Finds the repository's checks and runs them on the untouched base, so that failures that stood before are known. */
export async function runBaselinePhase(
  context: PhaseContext,
): Promise<PhaseResult> {
  const { spec, events, paths } = context;
  const git = Git.create(paths.tmp);
  const { baseCommit } = readCloneResult(paths);
  const discovered = await discoverChecks(
    treeFiles(git, paths.work, baseCommit),
    spec.validation,
  );
  const { plan } = discovered;
  // What a task brings along does not stand in for checks of the repository's own.
  if (plan.commands.every(({ required }) => required)) {
    if (!spec.validation.allowNoChecks) throw noChecks(spec.repository.url);
    events.system('No checks were found, which the configuration allows.');
  }
  if (plan.commands.length === 0) {
    writeBaselineResult(paths, { plan, checks: [], leftBehind: [] });
    return { outcome: 'ok' };
  }
  for (const command of plan.commands) {
    events.system(`Found ${commandOf(command)} (${command.reason})`);
  }
  for (const { command, reason, why } of plan.notChosen ?? []) {
    events.system(`Left out ${command} (${reason}): ${why}`);
  }
  const environment = {
    cwd: paths.work,
    events,
    signal: context.signal,
    path: plan.path,
    fetch: plan.fetch,
  };
  const missing = await setUp(discovered, environment);
  keepTools(plan.setup, paths.work, toolsOfBaseline(paths));
  const keeper = await TreeKeeper.create(
    git,
    join(paths.tmp, 'checks'),
    paths.work,
    baseCommit,
  );
  const { checks, left } = await runAll(
    context,
    discovered,
    environment,
    keeper,
  );
  const leftBehind = [...new Set([...keeper.initial.added, ...left])];
  writeBaselineResult(paths, {
    plan,
    checks,
    leftBehind: leftBehind.slice(0, LEFT_BEHIND_MAX),
  });
  // What setting up did to files of the base is taken back too; new files of its making stay, as the tools need them.
  await git.run(['reset', '--quiet', '--hard', baseCommit], {
    cwd: paths.work,
  });
  leaveKnownChecks(paths.work, checks);
  refuseUnrunnable(context, plan.commands, checks, missing);
  return { outcome: 'ok' };
}

/** @returns what could not be set up for want of a program, in words */
async function setUp(
  discovered: DiscoveredPlan,
  environment: CheckEnvironment,
): Promise<string[]> {
  const { failure, missing } = await runSetup(discovered, environment);
  if (!failure) return missing;
  throw new PhaseFailure(
    failure.network ? 'infrastructure' : 'validationFailed',
    `Installing dependencies failed on the untouched base: ${failure.output}`,
  );
}

async function runAll(
  { events, signal }: PhaseContext,
  { plan, validatorOf }: DiscoveredPlan,
  environment: CheckEnvironment,
  keeper: TreeKeeper,
): Promise<{ checks: CheckRun[]; left: string[] }> {
  const checks: CheckRun[] = [];
  const all: string[] = [];
  for (const command of plan.commands) {
    if (signal.aborted) break;
    const runOnce = async () => {
      const validator = validatorOf(command);
      const { run, left } = await runCleanly(
        command,
        validator,
        environment,
        keeper,
      );
      all.push(...left.added);
      return run;
    };
    const first = await runOnce();
    const again = first.status === 'failed' && !signal.aborted;
    if (again) events.system(`${commandOf(command)} failed: run once more`);
    const run = again ? bestOf(first, await runOnce()) : first;
    const check = withoutBallast(run);
    events.emit({ type: 'validation', stage: 'baseline', check });
    events.system(`${commandOf(command)}: ${check.status} on the base`);
    const words = whatItMeans(check, command);
    if (words) events.system(words);
    checks.push(run);
  }
  return { checks, left: all };
}

function whatItMeans(
  { kind, status, notRunBecause, failures }: CheckResult,
  { command, required }: PlannedCommand,
): string | undefined {
  if (status === 'passed') return undefined;
  if (required) {
    return `${command} was added by the task: it must pass after the change.`;
  }
  const title = checkKindTitles[kind];
  if (status === 'notRun') {
    return notRunBecause === 'noTests'
      ? `${title} ran nothing before the change.`
      : `${title} cannot run here.`;
  }
  if (!failures) {
    return `${title} failed before the change too, so it does not block.`;
  }
  return `${title} failed before the change too: only new failures block.`;
}

/** A check that cannot run here would refuse the change at the gate, whatever the agent did: that is said before. */
function refuseUnrunnable(
  { spec }: PhaseContext,
  commands: readonly PlannedCommand[],
  checks: readonly CheckRun[],
  missing: readonly string[],
) {
  if (spec.validation.allowNotRun) {
    refuseNothing(spec.validation, commands, checks);
    return;
  }
  const unrunnable = checks
    .filter(
      ({ status, notRunBecause }, index) =>
        status === 'notRun' &&
        notRunBecause !== 'noTests' &&
        !commands[index].required,
    )
    .map(
      check =>
        `${checkKindTitles[check.kind]} cannot run here: \`${commandOf(
          check,
        )}\` (${check.reason}). ${check.output}`,
    );
  const lines = [...missing, ...unrunnable];
  if (lines.length === 0) return;
  throw new PhaseFailure(
    'validationFailed',
    `${lines.join(
      '\n',
    )}\nInstall what is missing where tasks run, or accept checks that cannot run with \`backgroundTasks.validation.allowNotRun\`.`,
  );
}

/** Where a program is missing for all of them, no change of the agent's makes one run. */
function refuseNothing(
  { allowNoChecks }: PhaseContext['spec']['validation'],
  commands: readonly PlannedCommand[],
  checks: readonly CheckRun[],
) {
  const own = checks.filter((_, index) => !commands[index].required);
  const hopeless = own.every(
    ({ status, notRunBecause }) =>
      status === 'notRun' && notRunBecause !== 'noTests',
  );
  if (allowNoChecks || own.length === 0 || !hopeless) return;
  throw new PhaseFailure('validationFailed', nothingRan(own));
}

function noChecks(url: string): PhaseFailure {
  return new PhaseFailure(
    'validationFailed',
    `No checks were found in ${url} (looked for ${describeSearch()}). ` +
      'Add one, or allow it with `backgroundTasks.validation.allowNoChecks`.',
  );
}
