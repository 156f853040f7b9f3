import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import type { GenerateContentResponse } from '@google/genai';
import OpenAI from 'openai';
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

describe('the official clients', () => {
  let models: DevModels;
  beforeEach(async () => {
    models = await startDevModels({
      apiKey: KEY,
      scenarios: [thoughtful, upgradeLodash],
    });
  });
  afterEach(() => models.close());

  function turns() {
    return models.requests().map(({ turn }) => turn);
  }

  describe('of Anthropic', () => {
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

  describe('of OpenAI', () => {
    const parameters = {
      type: 'object',
      properties: { cmd: { type: 'string' } },
    };
    const client = (apiKey = KEY) =>
      new OpenAI({ apiKey, baseURL: `${models.url}/v1`, maxRetries: 0 });

    it('read responses, streamed and not, and go on with what tools answered', async () => {
      const first: OpenAI.Responses.ResponseInputItem = {
        role: 'user',
        content: PROMPT,
      };
      const request = (...input: OpenAI.Responses.ResponseInputItem[]) => ({
        model: MODEL,
        input,
        tools: [
          {
            type: 'function' as const,
            name: 'exec_command',
            strict: false,
            parameters,
          },
          { type: 'custom' as const, name: 'apply_patch' },
        ],
      });
      const { responses } = client();
      const streamed = await responses.stream(request(first)).finalResponse();
      const whole = await responses.create(request(first));
      for (const response of [streamed, whole]) {
        expect(response.status).toBe('completed');
        expect(response.output_text).toContain('lodash');
        const call = response.output[1];
        expect(call).toMatchObject({ name: 'exec_command' });
        const json = call.type === 'function_call' ? call.arguments : '';
        expect(JSON.parse(json)).toEqual({ cmd: INSTALL });
        expect(response.usage?.total_tokens).toBeGreaterThan(10);
      }

      const said = (output: OpenAI.Responses.ResponseOutputItem[]) =>
        output.filter(
          item => item.type === 'message' || item.type === 'function_call',
        );
      const input = [first, ...said(whole.output)];
      const answer = (index: number) => ({
        type: 'function_call_output' as const,
        call_id: `call_${index}`,
        output: 'done',
      });
      const second = await responses.create(request(...input, answer(0)));
      const third = await responses
        .stream(request(...input, answer(0), ...said(second.output), answer(1)))
        .finalResponse();
      expect(third.output[1]).toMatchObject({
        type: 'custom_tool_call',
        name: 'apply_patch',
        input: expect.stringContaining("+const lodashVersion = '4.17.21';"),
      });
      expect(third.usage?.input_tokens_details.cached_tokens).toBeGreaterThan(
        10,
      );
    });

    it('read completions, streamed and not, with the usage if asked for', async () => {
      const request: OpenAI.ChatCompletionCreateParamsNonStreaming = {
        model: MODEL,
        messages: [{ role: 'user', content: PROMPT }],
        tools: [
          { type: 'function', function: { name: 'exec_command', parameters } },
        ],
      };
      const { completions } = client().chat;
      const whole = await completions.create(request);
      const stream = completions.stream({
        ...request,
        stream: true,
        stream_options: { include_usage: true },
      });
      const streamed = await stream.finalChatCompletion();
      for (const completion of [whole, streamed]) {
        expect(completion.choices[0]).toMatchObject({
          finish_reason: 'tool_calls',
          message: { tool_calls: [{ function: { name: 'exec_command' } }] },
        });
        expect(completion.usage?.prompt_tokens).toBeGreaterThan(10);
      }
      const { message } = whole.choices[0];
      const [call] = message.tool_calls ?? [];
      const next = await completions.create({
        ...request,
        messages: [
          ...request.messages,
          message,
          { role: 'tool', tool_call_id: call.id, content: 'done' },
        ],
      });
      expect(next.choices[0].message.content).toContain('beside its import');
      const silent = await completions.create({ ...request, stream: true });
      for await (const { usage } of silent) expect(usage).toBeUndefined();
    });

    it('find models, and are told that a key is wrong', async () => {
      const list = await client().models.list();
      expect(list.data.map(({ id }) => id)).toContain(MODEL);
      for (const call of [
        client('wrong').responses.create({ model: MODEL, input: 'Hello' }),
        client('wrong').chat.completions.create({ model: MODEL, messages: [] }),
      ]) {
        await expect(call).rejects.toThrow(OpenAI.AuthenticationError);
      }
    });
  });

  describe('of Gemini', () => {
    const request = (contents: object[]) => ({
      model: MODEL,
      contents,
      config: {
        tools: [
          {
            functionDeclarations: [
              {
                name: 'run_shell_command',
                parametersJsonSchema: {
                  type: 'object',
                  properties: { command: { type: 'string' } },
                },
              },
            ],
          },
        ],
      },
    });
    const first = { role: 'user', parts: [{ text: PROMPT }] };
    const client = (apiKey = KEY) =>
      new GoogleGenAI({
        apiKey,
        // Jest hides what the client's own way to fetch needs
        httpOptions: {
          baseUrl: models.url,
          fetch: (url, init) => fetch(url, init),
        },
      });

    it('read content, streamed and not, and go on with what functions answered', async () => {
      const api = client().models;
      const whole = await api.generateContent(request([first]));
      expect(whole.functionCalls).toMatchObject([
        { name: 'run_shell_command', args: { command: INSTALL } },
      ]);
      const chunks: GenerateContentResponse[] = [];
      const stream = await api.generateContentStream(request([first]));
      for await (const chunk of stream) chunks.push(chunk);
      expect(chunks.length).toBeGreaterThan(2);
      const last = chunks[chunks.length - 1];
      expect(last.functionCalls).toHaveLength(1);
      expect(last.candidates?.[0].finishReason).toBe('STOP');
      expect(last.usageMetadata).toEqual(whole.usageMetadata);

      const answer = { name: 'run_shell_command', response: { output: '' } };
      await api.generateContent(
        request([
          first,
          { role: 'model', parts: whole.candidates?.[0].content?.parts },
          { role: 'user', parts: [{ functionResponse: answer }] },
        ]),
      );
      const [one, two, three] = turns();
      expect([two, three]).toEqual([one, (one ?? 0) + 1]);
    });

    it('count tokens, and are told that a key is wrong', async () => {
      const { totalTokens } = await client().models.countTokens({
        model: MODEL,
        contents: [first],
      });
      expect(totalTokens).toBeGreaterThan(10);
      const names: (string | undefined)[] = [];
      for await (const { name } of await client().models.list()) {
        names.push(name);
      }
      expect(names).toContain(`models/${MODEL}`);
      await expect(
        client('wrong').models.generateContent(request([first])),
      ).rejects.toThrow('API key not valid');
    });
  });

  it('leave a log without keys', async () => {
    const send = (key: string) =>
      fetch(`${models.url}/v1beta/models/m:generateContent?key=${key}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, cookie: key },
        body: JSON.stringify({
          contents: [{ role: 'user', parts: [{ text: `Think: ${KEY}` }] }],
        }),
      });
    expect((await send(KEY)).status).toBe(200);
    expect((await send('another')).status).toBe(400);

    const log = models.requests();
    expect(JSON.stringify(log)).not.toMatch(/the-key|another/);
    expect(log).toMatchObject([
      {
        path: '/v1beta/models/m:generateContent?key=[redacted]',
        api: 'gemini',
        model: 'm',
        stream: false,
        scenario: 'thoughtful',
        turn: 0,
        authorized: true,
        body: expect.stringContaining('Think: [redacted]'),
        usage: { input: 11, cacheRead: 22, cacheWrite: 33, output: 44 },
      },
      { authorized: false, status: 400 },
    ]);
    models.clearRequests();
    expect(models.requests()).toEqual([]);
  });

  it('leave a log that does not grow for ever', async () => {
    const body = 'x'.repeat(600 * 1024);
    for (let call = 0; call < 40; call++) {
      await fetch(`${models.url}/v1/messages`, {
        method: 'POST',
        body: JSON.stringify({ body }),
      });
    }
    const kept = models.requests().map(request => request.body.length);
    expect(kept).toHaveLength(40);
    expect(kept[39]).toBe(512 * 1024);
    expect(kept.filter(length => length > 0)).toHaveLength(32);
  });
});
