import Anthropic from '@anthropic-ai/sdk';
import { upgradeLodash } from '../scenarios';
import type { Scenario } from '../scenarios';
import { startDevModels } from '../startDevModels';
import type { DevModels } from '../types';

const KEY = 'the-key';
const MODEL = 'scripted';
const PROMPT = upgradeLodash.instructions;
const INSTALL = expect.stringMatching(/^npm install .*lodash@4\.17\.21$/);

const thoughtful: Scenario = {
  name: 'thoughtful',
  matches: /^think/i,
  turns: [
    {
      reply: {
        thinking: 'Let me see.',
        text: 'An answer, “with” signs 🙂.',
        usage: { input: 11, cacheRead: 22, cacheWrite: 33, output: 44 },
      },
    },
  ],
};

describe('the official client of Anthropic', () => {
  let models: DevModels;
  beforeEach(async () => {
    models = await startDevModels({
      apiKey: KEY,
      scenarios: [thoughtful, upgradeLodash],
    });
  });
  afterEach(() => models.close());

  const tool = (name: string, ...properties: string[]): Anthropic.Tool => ({
    name,
    input_schema: {
      type: 'object',
      properties: Object.fromEntries(
        properties.map(property => [property, { type: 'string' }]),
      ),
    },
  });
  const tools = [tool('Bash', 'command'), tool('Read', 'file_path')];
  const first: Anthropic.MessageParam = { role: 'user', content: PROMPT };
  const request = (...messages: Anthropic.MessageParam[]) => ({
    model: MODEL,
    max_tokens: 1000,
    system: 'You work.\n - Primary working directory: /some/place',
    tools,
    messages,
  });
  const client = (apiKey = KEY) =>
    new Anthropic({ apiKey, baseURL: models.url, maxRetries: 0 });

  it('read messages, streamed and not, and go on with what tools answered', async () => {
    const { messages } = client();
    const streamed = await messages.stream(request(first)).finalMessage();
    const whole = await messages.create(request(first));
    for (const message of [streamed, whole]) {
      expect(message.stop_reason).toBe('tool_use');
      expect(message.content).toMatchObject([
        { type: 'text', text: expect.stringContaining('lodash') },
        { type: 'tool_use', name: 'Bash', input: { command: INSTALL } },
      ]);
    }

    const call = whole.content.find(block => block.type === 'tool_use');
    const second = await messages.create(
      request(
        first,
        { role: 'assistant', content: whole.content },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: call?.id ?? '',
              content: [{ type: 'text', text: 'changed 1 package' }],
            },
            {
              type: 'text',
              text: '<system-reminder>Be kind.</system-reminder>',
            },
          ],
        },
      ),
    );
    expect(second.content[1]).toMatchObject({
      name: 'Read',
      input: { file_path: '/some/place/src/orders.js' },
    });
    const [start, end] = [whole.usage, second.usage];
    expect(start.cache_read_input_tokens).toBe(0);
    expect(start.cache_creation_input_tokens).toBeGreaterThan(10);
    expect(end.cache_read_input_tokens).toBe(
      start.input_tokens + (start.cache_creation_input_tokens ?? 0),
    );
  });

  it('see thoughts if they ask for them, and the usage of the turn', async () => {
    const asked = { ...request({ role: 'user', content: 'Think.' }) };
    const message = await client()
      .messages.stream({
        ...asked,
        max_tokens: 4000,
        thinking: { type: 'enabled', budget_tokens: 1024 },
      })
      .finalMessage();

    expect(message.content).toMatchObject([
      { type: 'thinking', thinking: 'Let me see.' },
      { type: 'text', text: 'An answer, “with” signs 🙂.' },
    ]);
    expect(message.stop_reason).toBe('end_turn');
    expect(message.usage).toMatchObject({
      input_tokens: 11,
      cache_read_input_tokens: 22,
      cache_creation_input_tokens: 33,
      output_tokens: 44,
    });
  });

  it('count tokens, and find models', async () => {
    const { input_tokens: count } = await client().messages.countTokens({
      model: MODEL,
      messages: [first],
    });
    expect(count).toBeGreaterThan(10);
    const list = await client().models.list();
    expect(list.data.map(({ id }) => id)).toContain(MODEL);
    expect((await client().models.retrieve('any')).id).toBe('any');
  });

  it('are told that a key is wrong, or that nothing fits', async () => {
    await expect(
      client('wrong').messages.create(request(first)),
    ).rejects.toThrow(Anthropic.AuthenticationError);
    await expect(
      client().messages.create(request({ role: 'user', content: 'Hum.' })),
    ).rejects.toThrow("No scenario has a reply to 'Hum.'");
    await expect(
      client().messages.create({ ...request(first), tools: [] }),
    ).rejects.toThrow('no tool that runs commands');
  });
});
