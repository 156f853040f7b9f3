import OpenAI from 'openai';
import { upgradeLodash } from '../scenarios';
import { startDevModels } from '../startDevModels';
import type { DevModels } from '../types';

const KEY = 'the-key';
const MODEL = 'scripted';
const PROMPT = upgradeLodash.instructions;
const INSTALL = expect.stringMatching(/^npm install .*lodash@4\.17\.21$/);

describe('the official client of OpenAI', () => {
  let models: DevModels;
  beforeEach(async () => {
    models = await startDevModels({
      apiKey: KEY,
      scenarios: [upgradeLodash],
    });
  });
  afterEach(() => models.close());

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
    expect(third.usage?.input_tokens_details.cached_tokens).toBeGreaterThan(10);
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
