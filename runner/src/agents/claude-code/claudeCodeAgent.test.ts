import { join } from 'node:path';
import { activitiesOf, replayAgent } from '../../testing';
import { claudeCodeAgent } from './claudeCodeAgent';

const BUDGET =
  'Budget exhausted: the task has used $0.01 of $0.01. The task is being stopped; trying again is of no use.';

const recorded = (name: string) => join(__dirname, 'recorded', name);

describe('Claude Code', () => {
  it('is understood by what it printed once', async () => {
    const { words, end } = await replayAgent(
      claudeCodeAgent,
      recorded('session.ndjson'),
    );

    expect(activitiesOf(words)).toEqual([
      'thought: Let me look.',
      'message: I will look at the file.',
      'tool Bash: cat a.txt; exit 3',
      'tool Bash: Exit code 3\nhello\nworld!',
      'tool Read: {"file_path":"/workspace/tree/a.txt"}',
      'edit a.txt',
      'edit b.txt',
      'message: All done.',
    ]);
    expect(words).toContainEqual({
      type: 'program',
      version: '2.1.330',
      model: 'claude-sonnet-4-5',
    });
    // A message of the model comes as several events.
    expect(words.filter(({ type }) => type === 'turn')).toHaveLength(5);
    expect(words).toContainEqual({
      type: 'usage',
      inputTokens: 600,
      outputTokens: 150,
      costUsd: 0.00405,
    });
    expect(end).toEqual({ said: 'done' });
  });

  it('goes on with its session, and gets its key by its environment alone', async () => {
    const { commands } = await replayAgent(
      claudeCodeAgent,
      recorded('session.ndjson'),
    );

    const [first, second] = commands;
    const session = first.argv[first.argv.indexOf('--session-id') + 1];
    expect(second.argv).toEqual(
      expect.arrayContaining(['--resume', session, 'Second prompt']),
    );
    expect(first.env).toMatchObject({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:7007/models/claude-code',
      ANTHROPIC_API_KEY: 'token-of-the-task',
    });
    expect(first.argv.join(' ')).not.toContain('token-of-the-task');
  });

  it('fails with an error of the API, which it calls a success', async () => {
    const { end } = await replayAgent(
      claudeCodeAgent,
      recorded('budget.ndjson'),
    );

    expect(end).toEqual({ said: 'failed', words: `API Error: 400 ${BUDGET}` });
  });

  it('is stopped at the first refusal of its key, which it would try again', async () => {
    const { words } = await replayAgent(
      claudeCodeAgent,
      recorded('unauthorized.ndjson'),
    );

    expect(words).toContainEqual({
      type: 'hopeless',
      words: '401 authentication_failed',
    });
  });
});
