import { join } from 'node:path';
import { activitiesOf, replayAgent } from '../../testing';
import { geminiCliAgent } from './geminiCliAgent';

const BUDGET =
  'Budget exhausted: the task has used $0.01 of $0.01. The task is being stopped; trying again is of no use.';

const recorded = (name: string) => join(__dirname, 'recorded', name);

describe('Gemini CLI', () => {
  it('is understood by what it printed once', async () => {
    const { words, end } = await replayAgent(
      geminiCliAgent,
      recorded('session.ndjson'),
    );

    expect(activitiesOf(words)).toEqual([
      'message: I will look at the file.',
      'tool run_shell_command: cat a.txt; exit 3',
      'edit a.txt',
      'edit b.txt',
      'message: All done.',
    ]);
    expect(words).toContainEqual({
      type: 'usage',
      inputTokens: 520,
      outputTokens: 80,
      costUsd: null,
    });
    expect(end).toEqual({ said: 'done' });
  });

  it('goes on with its session, and gets its key by its environment alone', async () => {
    const { commands } = await replayAgent(
      geminiCliAgent,
      recorded('session.ndjson'),
    );

    expect(commands[1].argv).toEqual(
      expect.arrayContaining(['--resume', 'latest', 'Second prompt']),
    );
    expect(commands[0].env).toMatchObject({
      GEMINI_API_KEY: 'token-of-the-task',
    });
    expect(commands[0].argv.join(' ')).not.toContain('token-of-the-task');
  });

  it('fails when the budget is used up', async () => {
    const { end } = await replayAgent(
      geminiCliAgent,
      recorded('budget.ndjson'),
    );

    expect(end).toEqual({
      said: 'failed',
      words: expect.stringContaining(BUDGET),
    });
  });
});
