import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { taskPhases } from '@background-tasks/plugin-background-tasks-common';
import { findAgent, type AgentAdapter } from '../../agents';
import { cutBytes, keepStart } from '../../events';
import type { PhaseContext } from '../PhaseContext';
import { PhaseFailure, type PhaseResult } from '../PhaseFailure';
import { ChangeChecks } from './ChangeChecks';
import { confine } from './confine';
import { firstPrompt, repairPrompt, repairReason } from './instructions';
import { Reins } from './Reins';
import { runHooks } from './runHooks';
import { runRound } from './runRound';
import { WorkTree } from './WorkTree';

const { from, to } = taskPhases.agent;
/** Nobody knows how long an agent takes: after this time the progress has gone two thirds of its way. */
const TYPICAL_MS = 5 * 60_000;
const CREEP_MS = 2_000;
const PATHS_SHOWN = 20;
const PATHS_TOLD = 100;
const PATH_MAX_CHARS = 1_000;
/** Most agents take it as one argument, of which Linux allows 128 KiB. */
const PROMPT_MAX_BYTES = 100 * 1024;

/** Runs the agent in the working copy, and gives back to it what the repository's checks say of its change. */
export async function runAgentPhase(
  context: PhaseContext,
): Promise<PhaseResult> {
  const { spec, progress } = context;
  const agent = findAgent(spec.agent.provider);
  if (!agent) {
    throw new PhaseFailure(
      'infrastructure',
      `This runner has no agent '${spec.agent.provider}'.`,
    );
  }
  const started = Date.now();
  const creep = setInterval(() => {
    const part = 1 - Math.exp(-(Date.now() - started) / TYPICAL_MS);
    progress.set(from + part * (to - from - 1));
  }, CREEP_MS);
  const reins = new Reins(spec, context.signal);
  try {
    await runHooks(context, 'before', spec.hooks?.pre ?? []);
    await runRounds(context, agent, reins);
  } finally {
    clearInterval(creep);
    reins.close();
  }
  progress.set(to);
  return { outcome: 'ok' };
}

/**
 * One session of the agent: its first round, and, where it understands words, a repair round each time that the checks
 * do not pass, as long as there are any. What then still fails is left to the gate, which has the last word anyway.
 */
async function runRounds(
  context: PhaseContext,
  agent: AgentAdapter,
  reins: Reins,
): Promise<void> {
  const { spec, secrets, events, paths, signal } = context;
  const tmp = join(paths.tmp, 'agent');
  await mkdir(tmp, { recursive: true });
  const tree = await WorkTree.open(paths.work, paths.tmp);
  const checks = tree ? await ChangeChecks.create(context, tree) : undefined;
  const prompt = agent.understands
    ? await firstPrompt(spec, checks?.commands ?? [], tree?.base())
    : '';
  const run = await agent.prepare({
    spec,
    work: paths.work,
    tmp,
    modelToken: secrets.modelToken,
  });
  const session = {
    work: paths.work,
    provider: agent.id,
    run,
    reins,
    confinement: await confine(spec.runUid),
    events,
    countsUsage: spec.agent.gatewayUrl === undefined,
    facts: {
      told: false,
      version: installedVersion(spec.agent),
      model: spec.agent.model,
    },
  };
  const of = agent.understands ? spec.agent.repairRounds ?? 0 : 0;
  let words = prompt;
  for (let number = 0; ; number++) {
    const before = agent.understands ? await tree?.tree() : undefined;
    events.system(`$ ${describe(spec.agent, number)}`);
    await runRound({
      ...session,
      number,
      prompt: cutBytes(words, PROMPT_MAX_BYTES),
      changed: async () => {
        const after = await tree?.tree();
        return after === undefined || after !== before;
      },
    });
    if (signal.aborted) return;
    await runHooks(context, 'after', spec.hooks?.post ?? []);
    if (!tree || !checks) return;
    await checks.format();
    if (!agent.understands) return;
    await reportChanges(context, tree, before, number);
    if (of === 0) return;
    const failed = await checks.run(number);
    if (failed.length === 0 || signal.aborted) return;
    if (number >= of) {
      events.system(
        `The checks do not pass after ${of} repair ${
          of === 1 ? 'round' : 'rounds'
        }: the gate decides.`,
      );
      return;
    }
    const round = number + 1;
    events.emit({ type: 'repair', round, of, reason: repairReason(failed) });
    words = repairPrompt(failed, { round, of });
  }
}

async function reportChanges(
  { events }: PhaseContext,
  tree: WorkTree,
  before: string | undefined,
  number: number,
): Promise<void> {
  const after = await tree.tree();
  if (before === undefined || after === undefined) return;
  const paths = await tree.changed(before, after);
  events.emit({
    type: 'round',
    round: number,
    files: paths
      .slice(0, PATHS_TOLD)
      .map(path => keepStart(path, PATH_MAX_CHARS)),
    fileCount: paths.length,
  });
  const name = number === 0 ? 'The agent' : `Repair round ${number}`;
  if (paths.length === 0) {
    events.system(`${name} changed nothing.`);
    return;
  }
  const more = paths.length - PATHS_SHOWN;
  events.system(
    `${name} changed ${paths.slice(0, PATHS_SHOWN).join(', ')}${
      more > 0 ? ` and ${more} more` : ''
    }`,
  );
}

/** The folder of an installation is named `<agent>@<version>`; an agent's own word counts more. */
function installedVersion({
  installation = '',
}: PhaseContext['spec']['agent']): string | undefined {
  return /@([^@/]+)\/?$/.exec(installation)?.[1];
}

/** What a person sees to have been started. */
function describe(
  { provider, script }: PhaseContext['spec']['agent'],
  round: number,
): string {
  const lines = script?.trim().split('\n') ?? [];
  if (lines.length === 0) {
    return round === 0 ? provider : `${provider} (repair round ${round})`;
  }
  return lines.length === 1
    ? lines[0]
    : `${lines[0]} … (${lines.length} lines)`;
}
