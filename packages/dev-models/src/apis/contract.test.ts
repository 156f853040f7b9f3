import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { startDevModels } from '../startDevModels';
import type { DevModels } from '../types';
import { upgradeLodash } from '../scenarios';

const KEY = 'the-key';
const MODEL = 'scripted';

describe('the official clients', () => {
  let models: DevModels;
  beforeEach(async () => {
    models = await startDevModels({ apiKey: KEY });
  });
  afterEach(() => models.close());

  describe('of Anthropic', () => {
    const bash: Anthropic.Tool = {
      name: 'Bash',
      input_schema: {
        type: 'object',
        properties: { command: { type: 'string' } },
        required: ['command'],
      },
    };
    const request = {
      model: MODEL,
      max_tokens: 1000,
      tools: [bash],
      messages: [
        { role: 'user' as const, content: upgradeLodash.instructions },
      ],
    };
    const client = (apiKey = KEY) =>
      new Anthropic({ apiKey, baseURL: models.url, maxRetries: 0 });

    it('read a message, streamed and not', async () => {
      const streamed = await client().messages.stream(request).finalMessage();
      const whole = await client().messages.create(request);

      for (const message of [streamed, whole]) {
        expect(message.stop_reason).toBe('tool_use');
        expect(message.content).toMatchObject([
          { type: 'text', text: expect.stringContaining('lodash') },
          {
            type: 'tool_use',
            name: 'Bash',
            input: { command: expect.stringMatching(/lodash@4\.17\.21$/) },
          },
        ]);
        expect(message.usage.output_tokens).toBeGreaterThan(10);
        expect(message.usage.cache_creation_input_tokens).toBeGreaterThan(10);
      }
    });

    it('count tokens, and list models', async () => {
      const { input_tokens: count } = await client().messages.countTokens({
        model: MODEL,
        messages: request.messages,
      });
      expect(count).toBeGreaterThan(10);
      const list = await client().models.list();
      expect(list.data.map(({ id }) => id)).toContain(MODEL);
      expect((await client().models.retrieve('any')).id).toBe('any');
    });

    it('are told that their key is wrong', async () => {
      await expect(client('wrong').messages.create(request)).rejects.toThrow(
        Anthropic.AuthenticationError,
      );
      expect(JSON.stringify(models.requests())).not.toContain('wrong');
    });
  });

  describe('of OpenAI', () => {
    const exec: OpenAI.Responses.Tool = {
      type: 'function',
      name: 'exec_command',
      strict: false,
      parameters: { type: 'object', properties: { cmd: { type: 'string' } } },
    };
    const client = (apiKey = KEY) =>
      new OpenAI({ apiKey, baseURL: `${models.url}/v1`, maxRetries: 0 });

    it('read a response, streamed and not', async () => {
      const request = {
        model: MODEL,
        input: upgradeLodash.instructions,
        tools: [exec],
      };
      const streamed = await client().responses.stream(request).finalResponse();
      const whole = await client().responses.create(request);

      for (const response of [streamed, whole]) {
        expect(response.output).toMatchObject([
          { type: 'message', content: [{ type: 'output_text' }] },
          { type: 'function_call', name: 'exec_command' },
        ]);
        expect(response.usage?.total_tokens).toBeGreaterThan(10);
        expect(response.output_text).toContain('lodash');
      }
    });

    it('are told that their key is wrong', async () => {
      await expect(
        client('wrong').responses.create({ model: MODEL, input: 'Hello' }),
      ).rejects.toThrow(OpenAI.AuthenticationError);
    });
  });
});
