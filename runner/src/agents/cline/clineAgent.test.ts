import { join } from 'node:path';
import { activitiesOf, replayAgent } from '../../testing';
import { clineAgent } from './clineAgent';

const BUDGET =
  'Budget exhausted: the task has used $0.01 of $0.01. The task is being stopped; trying again is of no use.';

const recorded = (name: string) => join(__dirname, 'recorded', name);

describe('Cline', () => {
  it('is understood by what it printed once', async () => {
    const { words, end } = await replayAgent(
      clineAgent,
      recorded('session.ndjson'),
    );

    expect(activitiesOf(words)).toEqual([
      'message: I will look at the file.',
      'tool run_commands: cat a.txt; exit 3',
      'tool run_commands: [Command exited with code 3]\nhello\nworld\n!',
      'edit a.txt',
      expect.stringMatching(/^tool editor: .*unavailable tool 'editor'.*!$/s),
      'message: All done.',
    ]);
    expect(words.filter(({ type }) => type === 'turn')).toHaveLength(3);
    expect(words.filter(({ type }) => type === 'usage').at(-1)).toEqual({
      type: 'usage',
      inputTokens: 420,
      outputTokens: 66,
      costUsd: null,
    });
    expect(end).toEqual({ said: 'done' });
  });

  it('is told its task again in the next round, which is a session of its own', async () => {
    const { commands } = await replayAgent(
      clineAgent,
      recorded('session.ndjson'),
    );

    expect(commands[0].argv.at(-1)).toBe('First prompt');
    expect(commands[1].argv.at(-1)).toMatch(/First prompt.*Second prompt$/s);
    expect(commands[0].argv.join(' ')).not.toContain('token-of-the-task');
  });

  it('is stopped when the budget is used up', async () => {
    const { words, end } = await replayAgent(
      clineAgent,
      recorded('budget.ndjson'),
    );

    expect(words).toContainEqual({ type: 'hopeless', words: BUDGET });
    expect(end).toEqual({ said: 'failed', words: BUDGET });
  });
});
