import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult } from '@background-tasks/plugin-background-tasks-common';
import {
  blocks,
  explain,
  judge,
  runCheck,
  runSetup,
  summarize,
} from '../../checks';
import { Git, treeFiles, type TreeFiles } from '../../git';
import { discoverChecks, type DiscoveredPlan } from '../../validators';
import type { PhaseContext } from '../PhaseContext';
import { PhaseFailure, type PhaseResult } from '../PhaseFailure';
import { readBaselineResult, readCloneResult } from '../results';
import { checkOutChange, readBundle } from './applyBundle';
import { checkFileExists } from './checkFileExists';
import { changedDefinitions } from './changedDefinitions';

const SETUP_PROGRESS = 64;
const END_PROGRESS = 80;

/**
 * The gate: a fresh checkout of the pristine copy and the bundle, fresh dependencies, and the commands that the base
 * commit has. Nothing of the agent's working copy is here.
 */
export async function runValidatePhase(
  context: PhaseContext,
): Promise<PhaseResult> {
  const { spec, events, paths, progress } = context;
  const git = Git.create(paths.tmp);
  const { hash, content } = readBundle(paths);
  if (content.baseCommit !== readCloneResult(paths).baseCommit) {
    throw new Error('The bundle was not made for this base commit.');
  }
  mkdirSync(paths.gate, { recursive: true });
  const work = join(paths.gate, 'work');
  await checkOutChange(git, paths, work, content);

  const base = treeFiles(git, paths.pristine, content.baseCommit);
  const { commands, fileExists = [] } = spec.validation;
  const discovered = await discoverChecks(base, commands);
  if (discovered.plan.commands.length === 0 && fileExists.length === 0) {
    events.system('There is no check, which the configuration allows.');
    progress.set(END_PROGRESS);
    return { outcome: 'ok', verdict: 'none', bundleHash: hash };
  }
  const change = treeFiles(git, work, content.tree);
  const altered = await changedDefinitions(discovered, base, change);
  for (const sentence of altered) events.system(sentence);
  if (altered.length > 0 && !spec.validation.allowChangedChecks) {
    throw refused(altered.join('\n'), hash);
  }
  return await runGate(context, discovered, { work, hash, change });
}

async function runGate(
  context: PhaseContext,
  discovered: DiscoveredPlan,
  { work, hash, change }: { work: string; hash: string; change: TreeFiles },
): Promise<PhaseResult> {
  const { spec, events, paths, progress, signal } = context;
  const environment = { cwd: work, events, signal };
  const failure = await runSetup(discovered, environment);
  if (failure?.network) {
    throw new PhaseFailure(
      'infrastructure',
      `Installing dependencies failed: ${failure.output}`,
    );
  }
  if (failure) {
    throw refused(`Installing dependencies failed: ${failure.output}`, hash);
  }
  progress.set(SETUP_PROGRESS);

  const baseline = readBaselineResult(paths).checks;
  const { commands } = discovered.plan;
  const checks: CheckResult[] = [];
  for (const [index, command] of commands.entries()) {
    if (signal.aborted) throw new Error('The gate was stopped.');
    const part = index / commands.length;
    progress.set(
      SETUP_PROGRESS + part * (END_PROGRESS - SETUP_PROGRESS),
      command.kind,
    );
    const validator = discovered.validatorOf(command);
    const result = await runCheck(command, validator, environment);
    const check = command.required ? result : judge(result, baseline);
    events.emit({ type: 'validation', stage: 'gate', check });
    checks.push(check);
  }
  for (const path of spec.validation.fileExists ?? []) {
    const check = await checkFileExists(change, path);
    events.emit({ type: 'validation', stage: 'gate', check });
    checks.push(check);
  }
  for (const line of summarize(checks, baseline)) events.system(line);
  if (checks.some(check => blocks(check, baseline))) {
    throw refused(explain(checks, baseline), hash);
  }
  progress.set(END_PROGRESS);
  return { outcome: 'ok', verdict: 'passed', bundleHash: hash };
}

function refused(message: string, bundleHash: string): PhaseFailure {
  return new PhaseFailure('validationFailed', message, {
    verdict: 'failed',
    bundleHash,
  });
}
