import { GoogleGenAI } from '@google/genai';
import type { GenerateContentResponse } from '@google/genai';
import { upgradeLodash } from '../scenarios';
import { startDevModels } from '../startDevModels';
import type { DevModels } from '../types';

const KEY = 'the-key';
const MODEL = 'scripted';
const PROMPT = upgradeLodash.instructions;
const INSTALL = expect.stringMatching(/^npm install .*lodash@4\.17\.21$/);

describe('the official client of Gemini', () => {
  let models: DevModels;
  beforeEach(async () => {
    models = await startDevModels({
      apiKey: KEY,
      scenarios: [upgradeLodash],
    });
  });
  afterEach(() => models.close());

  function turns() {
    return models.requests().map(({ turn }) => turn);
  }

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
