import type { Scenario } from './scenarios';
import { startDevModels } from './startDevModels';
import type { DevModels } from './types';

const KEY = 'the-key';

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

describe('the log of requests', () => {
  let models: DevModels;
  beforeEach(async () => {
    models = await startDevModels({
      apiKey: KEY,
      scenarios: [thoughtful],
    });
  });
  afterEach(() => models.close());

  it('keeps what was asked without keys', async () => {
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

  it('does not grow for ever', async () => {
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
