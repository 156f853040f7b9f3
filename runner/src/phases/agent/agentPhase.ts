import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { taskPhases } from '@background-tasks/plugin-background-tasks-common';
import { findAgent, type AgentContext } from '../../agents';
import { runCommand } from '../../process';
import type { PhaseContext } from '../PhaseContext';
import { PhaseFailure, type PhaseResult } from '../PhaseFailure';

const { from, to } = taskPhases.agent;
/** Nobody knows how long an agent takes: after this time the progress has gone two thirds of its way. */
const TYPICAL_MS = 5 * 60_000;
const CREEP_MS = 2_000;

/** Runs the agent in the working copy. */
export async function runAgentPhase(
  context: PhaseContext,
): Promise<PhaseResult> {
  const { spec, events, paths, progress, signal } = context;
  const agent = findAgent(spec.agent.provider);
  if (!agent) {
    throw new PhaseFailure(
      'infrastructure',
      `This runner has no agent '${spec.agent.provider}'.`,
    );
  }
  const tmp = join(paths.tmp, 'agent');
  await mkdir(tmp, { recursive: true });
  const agentContext: AgentContext = { spec, work: paths.work, tmp };
  const prepared = await agent.prepare(agentContext);

  const started = Date.now();
  const creep = setInterval(() => {
    const part = 1 - Math.exp(-(Date.now() - started) / TYPICAL_MS);
    progress.set(from + part * (to - from - 1));
  }, CREEP_MS);
  try {
    events.system(`$ ${describe(spec.agent)}`);
    const result = await runCommand(prepared.argv, {
      cwd: paths.work,
      env: prepared.env,
      signal,
      onLine: (stream, line) => agent.parse(stream, line, events),
    });
    if (signal.aborted) await agent.stop();
    const failure = agent.finish(result);
    if (failure) throw new PhaseFailure('agentFailed', failure);
  } finally {
    clearInterval(creep);
  }
  progress.set(to);
  return { outcome: 'ok' };
}

/** What a person sees to have been started. */
function describe({ provider, script }: PhaseContext['spec']['agent']): string {
  const lines = script?.trim().split('\n') ?? [];
  if (lines.length === 0) return provider;
  return lines.length === 1
    ? lines[0]
    : `${lines[0]} … (${lines.length} lines)`;
}
