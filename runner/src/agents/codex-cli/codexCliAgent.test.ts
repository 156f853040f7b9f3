import { join } from 'node:path';
import { activitiesOf, replayAgent } from '../../testing';
import { codexCliAgent } from './codexCliAgent';

const BUDGET =
  'Budget exhausted: the task has used $0.01 of $0.01. The task is being stopped; trying again is of no use.';

const recorded = (name: string) => join(__dirname, 'recorded', name);

describe('Codex', () => {
  it('is understood by what it printed once', async () => {
    const { words, end } = await replayAgent(
      codexCliAgent,
      recorded('session.ndjson'),
    );

    expect(activitiesOf(words)).toEqual([
      'thought: **Looking**\n\nLet me look.',
      'message: I will look at the file.',
      'tool exec_command: cat a.txt; exit 3',
      'tool exec_command: hello\nworld\n!',
      'edit a.txt',
      'edit b.txt',
      'message: All done.',
    ]);
    expect(words).toContainEqual({
      type: 'usage',
      inputTokens: 450,
      outputTokens: 75,
      costUsd: null,
    });
    expect(end).toEqual({ said: 'done' });
  });

  it('goes on with its thread, and gets its key by its environment alone', async () => {
    const { commands } = await replayAgent(
      codexCliAgent,
      recorded('session.ndjson'),
    );

    expect(commands[1].argv.slice(-3)).toEqual([
      'resume',
      '01a1ff55-1ddb-7d71-809e-9d532bbe7438',
      'Second prompt',
    ]);
    expect(commands[0].env).toMatchObject({ MODEL_TOKEN: 'token-of-the-task' });
    expect(commands[0].argv.join(' ')).not.toContain('token-of-the-task');
  });

  it('is stopped when the budget is used up', async () => {
    const { words, end } = await replayAgent(
      codexCliAgent,
      recorded('budget.ndjson'),
    );

    expect(words).toContainEqual({
      type: 'hopeless',
      words: expect.stringContaining(BUDGET),
    });
    expect(end).toEqual({
      said: 'failed',
      words: expect.stringContaining(BUDGET),
    });
  });
});
