import Anthropic from '@anthropic-ai/sdk';
import { setImmediate } from 'node:timers/promises';
import { startDevModels } from '../startDevModels';
import type { DevModels } from '../types';
import type { Fault } from './types';

const KEY = 'the-key';

describe('faults', () => {
  let models: DevModels;
  beforeEach(async () => {
    models = await startDevModels({
      apiKey: KEY,
      scenarios: [
        {
          name: 'talk',
          matches: /./,
          turns: [{ reply: { text: 'word '.repeat(100) } }],
        },
      ],
    });
  });
  afterEach(() => models.close());

  const request = {
    model: 'scripted',
    max_tokens: 1000,
    messages: [{ role: 'user' as const, content: 'Talk.' }],
  };

  function client(maxRetries = 0) {
    return new Anthropic({
      apiKey: KEY,
      baseURL: models.url,
      maxRetries,
      logLevel: 'off',
    });
  }

  const streamed = () => client().messages.stream(request).finalMessage();
  const whole = () => client().messages.create(request);

  it('answers in the words of each API, with the time to wait', async () => {
    const ask = async (path: string, fault: Fault) => {
      models.faults.set({ fault, next: 1 });
      const response = await fetch(models.url + path, {
        method: 'POST',
        body: '{}',
      });
      return {
        status: response.status,
        wait: response.headers.get('retry-after'),
        body: await response.json(),
      };
    };
    const limit: Fault = { kind: 'rateLimit', retryAfterSeconds: 7 };
    const gemini = '/v1beta/models/m:generateContent';

    expect(await ask('/v1/messages', limit)).toMatchObject({
      status: 429,
      wait: '7',
      body: { type: 'error', error: { type: 'rate_limit_error' } },
    });
    expect(await ask('/v1/responses', limit)).toMatchObject({
      status: 429,
      wait: '7',
      body: { error: { code: 'rate_limit_exceeded' } },
    });
    expect(await ask(gemini, limit)).toMatchObject({
      status: 429,
      body: { error: { status: 'RESOURCE_EXHAUSTED' } },
    });
    const overloaded: Fault = { kind: 'overloaded' };
    expect(await ask('/v1/messages', overloaded)).toMatchObject({
      status: 529,
      body: { error: { type: 'overloaded_error' } },
    });
    expect((await ask('/v1/chat/completions', overloaded)).status).toBe(503);
    expect((await ask(gemini, overloaded)).status).toBe(503);
    const broken: Fault = { kind: 'serverError', status: 502 };
    expect((await ask('/v1/messages', broken)).status).toBe(502);
  });

  it.each([
    { kind: 'dropBefore' },
    { kind: 'dropMidStream' },
    { kind: 'dropMidStream', afterEvents: 1 },
    { kind: 'endEarly' },
    { kind: 'streamError' },
    { kind: 'malformedChunk' },
  ] satisfies Fault[])('breaks a stream by %j, once', async fault => {
    models.faults.set({ fault, path: /^\/v1\/messages/, next: 1 });

    await expect(streamed()).rejects.toThrow();

    expect((await streamed()).stop_reason).toBe('end_turn');
    expect(models.requests().map(({ fault: struck }) => struck)).toEqual([
      fault.kind,
      undefined,
    ]);
  });

  it.each([
    { kind: 'dropMidStream' },
    { kind: 'malformedChunk' },
  ] satisfies Fault[])('breaks a body by %j', async fault => {
    models.faults.set({ fault, next: 1 });
    await expect(whole()).rejects.toThrow();
    expect((await whole()).stop_reason).toBe('end_turn');
  });

  it('passes so many calls, and lets clients try again', async () => {
    models.faults.set({ fault: { kind: 'serverError' }, after: 1, next: 1 });
    expect((await client(1).messages.create(request)).type).toBe('message');
    expect((await client(1).messages.create(request)).type).toBe('message');
    expect(models.requests().map(({ status }) => status)).toEqual([
      200, 500, 200,
    ]);
    expect(models.faults.count()).toBe(1);
  });

  it('waits, and stops at once all the same', async () => {
    models.faults.set({ fault: { kind: 'slow', delayMs: 60 }, next: 1 });
    const start = performance.now();
    await whole();
    expect(performance.now() - start).toBeGreaterThan(50);

    models.faults.set({ fault: { kind: 'slowChunks', delayMs: 600_000 } });
    const waiting = streamed().catch(() => 'gone');
    while (models.faults.count() < 2) await setImmediate();
    await models.close();
    expect(await waiting).toBe('gone');
  });

  it('refuses rules that make no sense', () => {
    const fault: Fault = { kind: 'overloaded' };
    expect(() => models.faults.set({ fault, share: 2 })).toThrow("not '2'");
    expect(() => models.faults.set({ fault, next: 0.5 })).toThrow("'0.5'");
    expect(() => models.faults.set({ fault, after: -1 })).toThrow("'-1'");
  });
});
