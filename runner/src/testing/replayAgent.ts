import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentAdapter, AgentCommand, AgentEnd } from '../agents';
import type { AgentWord } from '../agents/AgentWord';
import { runSpec } from './LocalRun';

/** What an agent's adapter makes of one round that was recorded. */
export type Replay = {
  /** The first command, and the one of the round after. */
  commands: AgentCommand[];
  words: AgentWord[];
  end: AgentEnd;
};

/** The working copy that recordings name. */
export const RECORDED_WORK = '/workspace/tree';

/** Lets an adapter read what the real program printed once. */
export async function replayAgent(
  adapter: AgentAdapter,
  file: string,
): Promise<Replay> {
  const tmp = mkdtempSync(join(tmpdir(), 'runner-replay-'));
  try {
    const run = await adapter.prepare({
      spec: runSpec('https://code.example/repo', {
        agent: {
          provider: adapter.id,
          model: 'a-model',
          gatewayUrl: `http://127.0.0.1:7007/models/${adapter.id}`,
          installation: `/agents/${adapter.id}@1.2.3`,
        },
      }),
      work: RECORDED_WORK,
      tmp,
      modelToken: 'token-of-the-task',
    });
    const first = await run.command('First prompt');
    const words = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .flatMap(line => run.parse('stdout', line));
    const end = run.end({
      exitCode: 0,
      signal: null,
      durationMs: 1,
      lastLines: [],
    });
    return {
      commands: [first, await run.command('Second prompt')],
      words,
      end,
    };
  } finally {
    rmSync(tmp, { recursive: true, force: true });
  }
}

/** Its activities, each in one line: `tool Bash: cat a.txt`, `edit a.txt`, with `!` at the end where it failed. */
export function activitiesOf(words: AgentWord[]): string[] {
  return words.flatMap(word => {
    if (word.type !== 'activity') return [];
    const failed = word.failed ? '!' : '';
    if (word.kind === 'edit') return [`edit ${word.path}${failed}`];
    if (word.kind === 'tool')
      return [`tool ${word.tool}: ${word.text}${failed}`];
    return [`${word.kind}: ${word.text}${failed}`];
  });
}
