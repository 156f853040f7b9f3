import { join } from 'node:path';
import { activitiesOf, replayAgent } from '../../testing';
import { aiderAgent } from './aiderAgent';

const BUDGET =
  'Budget exhausted: the task has used $0.01 of $0.01. The task is being stopped; trying again is of no use.';

const recorded = (name: string) => join(__dirname, 'recorded', name);

describe('aider', () => {
  it('is understood by what it printed once', async () => {
    const { words, end } = await replayAgent(
      aiderAgent,
      recorded('session.txt'),
    );

    expect(activitiesOf(words)).toEqual([
      'message: I look at a.txt first.',
      expect.stringMatching(/^message: .*I will change it.*REPLACE\n```$/s),
      'edit a.txt',
    ]);
    expect(words).toContainEqual({ type: 'program', version: '0.86.2' });
    expect(words.filter(({ type }) => type === 'turn')).toHaveLength(2);
    expect(words.filter(({ type }) => type === 'usage').at(-1)).toEqual({
      type: 'usage',
      inputTokens: 280,
      outputTokens: 44,
      costUsd: null,
    });
    expect(end).toEqual({ said: 'done' });
  });

  it('goes on with its chat history, and gets its key by its environment alone', async () => {
    const { commands } = await replayAgent(aiderAgent, recorded('session.txt'));

    expect(commands[0].argv).not.toContain('--restore-chat-history');
    expect(commands[1].argv).toContain('--restore-chat-history');
    expect(commands[0].env).toMatchObject({
      OPENAI_API_KEY: 'token-of-the-task',
    });
    expect(commands[0].argv.join(' ')).not.toContain('token-of-the-task');
  });

  it('fails when the budget is used up, though its exit code is 0', async () => {
    const { end } = await replayAgent(aiderAgent, recorded('budget.txt'));

    expect(end).toEqual({
      said: 'failed',
      words: expect.stringContaining(BUDGET),
    });
  });
});
