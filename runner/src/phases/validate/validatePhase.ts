import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  blocks,
  explain,
  noneRan,
  nothingRan,
  restoreTools,
  runSetup,
  summarize,
  TreeKeeper,
} from '../../checks';
import { Git, treeFiles, type TreeFiles } from '../../git';
import { discoverChecks, type DiscoveredPlan } from '../../validators';
import type { PhaseContext } from '../PhaseContext';
import { PhaseFailure, type PhaseResult } from '../PhaseFailure';
import {
  readBaselineResult,
  readCloneResult,
  toolsOfBaseline,
} from '../results';
import { checkOutChange, readBundle } from './applyBundle';
import { checkFileExists } from './checkFileExists';
import { changedDefinitions } from './changedDefinitions';
import { END_PROGRESS, runPlan, SETUP_PROGRESS } from './runPlan';

/** The change, checked out afresh. */
type Checkout = {
  git: Git;
  work: string;
  /** Of the bundle. */
  hash: string;
  tree: string;
  change: TreeFiles;
};

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
  const { fileExists = [] } = spec.validation;
  const discovered = await discoverChecks(base, spec.validation);
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
  const { tree } = content;
  return await runGate(context, discovered, { git, work, hash, tree, change });
}

async function runGate(
  context: PhaseContext,
  discovered: DiscoveredPlan,
  { git, work, hash, tree, change }: Checkout,
): Promise<PhaseResult> {
  const { spec, events, paths, progress, signal } = context;
  const environment = {
    cwd: work,
    events,
    signal,
    path: discovered.plan.path,
    fetch: discovered.plan.fetch,
  };
  restoreTools(discovered.plan.setup, work, toolsOfBaseline(paths));
  const { failure } = await runSetup(discovered, environment);
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

  const dir = join(paths.tmp, 'checks');
  const keeper = await TreeKeeper.create(git, dir, work, tree);
  const baseline = readBaselineResult(paths).checks;
  const checks = await runPlan(context, discovered, {
    environment,
    keeper,
    baseline,
  });
  for (const path of spec.validation.fileExists ?? []) {
    const check = await checkFileExists(change, path);
    events.emit({ type: 'validation', stage: 'gate', check });
    checks.push(check);
  }
  const policy = spec.validation;
  for (const line of summarize(checks, baseline, policy)) events.system(line);
  if (checks.some(check => blocks(check, baseline, policy))) {
    throw refused(explain(checks, baseline, policy), hash);
  }
  // What a task brings along does not stand in for checks of the repository's own, here as on the base.
  const { commands } = discovered.plan;
  const own = checks
    .slice(0, commands.length)
    .filter((_, index) => !commands[index].required);
  if (own.length > 0 && noneRan(own) && !policy.allowNoChecks) {
    throw refused(nothingRan(own), hash);
  }
  progress.set(END_PROGRESS);
  if (noneRan(checks)) {
    events.system('No check ran, which the configuration allows.');
    return { outcome: 'ok', verdict: 'none', bundleHash: hash };
  }
  return { outcome: 'ok', verdict: 'passed', bundleHash: hash };
}

function refused(message: string, bundleHash: string): PhaseFailure {
  return new PhaseFailure('validationFailed', message, {
    verdict: 'failed',
    bundleHash,
  });
}
