import { join } from 'node:path';
import { activitiesOf, replayAgent } from '../../testing';
import { opencodeAgent } from './opencodeAgent';

const BUDGET =
  'Budget exhausted: the task has used $0.01 of $0.01. The task is being stopped; trying again is of no use.';

const recorded = (name: string) => join(__dirname, 'recorded', name);

describe('OpenCode', () => {
  it('is understood by what it printed once', async () => {
    const { words, end } = await replayAgent(
      opencodeAgent,
      recorded('session.ndjson'),
    );

    expect(activitiesOf(words)).toEqual([
      'message: I will look at the file.',
      'tool bash: cat a.txt; exit 3\nhello\nworld\n!',
      'tool read: {"filePath":"/workspace/tree/a.txt"}',
      // Two calls of tools that this model has not.
      expect.stringMatching(/^tool invalid: .*!$/s),
      expect.stringMatching(/^tool invalid: .*!$/s),
      'message: All done.',
    ]);
    expect(words.filter(({ type }) => type === 'turn')).toHaveLength(5);
    expect(words.filter(({ type }) => type === 'usage').at(-1)).toEqual({
      type: 'usage',
      inputTokens: 700,
      outputTokens: 110,
      costUsd: null,
    });
    expect(end).toEqual({ said: 'done' });
  });

  it('goes on with its session, and gets its key by its environment alone', async () => {
    const { commands } = await replayAgent(
      opencodeAgent,
      recorded('session.ndjson'),
    );

    expect(commands[1].argv).toEqual(
      expect.arrayContaining([
        '--session',
        'ses_e00aa6e3cffeS3YzINmn7Li1sK',
        'Second prompt',
      ]),
    );
    expect(commands[0].env).toMatchObject({ MODEL_TOKEN: 'token-of-the-task' });
    expect(commands[0].argv.join(' ')).not.toContain('token-of-the-task');
  });

  it('is stopped when the budget is used up', async () => {
    const { words, end } = await replayAgent(
      opencodeAgent,
      recorded('budget.ndjson'),
    );

    expect(words).toContainEqual({ type: 'hopeless', words: `400 ${BUDGET}` });
    expect(end).toEqual({ said: 'failed', words: `400 ${BUDGET}` });
  });
});
