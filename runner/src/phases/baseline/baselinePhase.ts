import { checkKindTitles } from '@background-tasks/plugin-background-tasks-common';
import { runCheck, runSetup } from '../../checks';
import { Git, treeFiles } from '../../git';
import { describeSearch, discoverChecks } from '../../validators';
import type { PhaseContext } from '../PhaseContext';
import { PhaseFailure, type PhaseResult } from '../PhaseFailure';
import { readCloneResult, writeBaselineResult } from '../results';

/** Finds the repository's checks and runs them on the untouched base, so that failures that stood before are known. */
export async function runBaselinePhase(
  context: PhaseContext,
): Promise<PhaseResult> {
  const { spec, events, paths, signal } = context;
  const git = Git.create(paths.tmp);
  const { baseCommit } = readCloneResult(paths);
  const discovered = await discoverChecks(
    treeFiles(git, paths.work, baseCommit),
    spec.validation.commands,
  );
  const { plan, validatorOf } = discovered;
  // What a task brings along does not stand in for checks of the repository's own.
  if (plan.commands.every(({ required }) => required)) {
    if (!spec.validation.allowNoChecks) throw noChecks(spec.repository.url);
    events.system('No checks were found, which the configuration allows.');
  }
  if (plan.commands.length === 0) {
    writeBaselineResult(paths, { plan, checks: [] });
    return { outcome: 'ok' };
  }
  for (const { command, reason } of plan.commands) {
    events.system(`Found ${command} (${reason})`);
  }

  const environment = { cwd: paths.work, events, signal };
  const failure = await runSetup(discovered, environment);
  if (failure) {
    throw new PhaseFailure(
      failure.network ? 'infrastructure' : 'validationFailed',
      `Installing dependencies failed on the untouched base: ${failure.output}`,
    );
  }
  const checks = [];
  for (const command of plan.commands) {
    if (signal.aborted) break;
    const check = await runCheck(command, validatorOf(command), environment);
    events.emit({ type: 'validation', stage: 'baseline', check });
    events.system(`${command.command}: ${check.status} on the base`);
    checks.push(check);
    if (check.status === 'passed') continue;
    events.system(
      command.required
        ? `${command.command} was added by the task: it must pass after the change.`
        : `${
            checkKindTitles[command.kind]
          } failed before the change too, so it does not block.`,
    );
  }
  writeBaselineResult(paths, { plan, checks });
  await cleanWorkingCopy(git, paths.work, baseCommit);
  return { outcome: 'ok' };
}

/** Takes back what the checks did to the working copy; what is ignored stays, such as installed dependencies. */
async function cleanWorkingCopy(git: Git, work: string, baseCommit: string) {
  await git.run(['reset', '--quiet', '--hard', baseCommit], { cwd: work });
  await git.run(['clean', '--quiet', '-ffd'], { cwd: work });
}

function noChecks(url: string): PhaseFailure {
  return new PhaseFailure(
    'validationFailed',
    `No checks were found in ${url} (looked for ${describeSearch()}). ` +
      'Add one, or allow it with `backgroundTasks.validation.allowNoChecks`.',
  );
}
