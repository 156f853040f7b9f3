import { EventEmitter, once } from 'node:events';
import { mockServices } from '@backstage/backend-test-utils';
import { Retries } from './Retries';

const signal = new AbortController().signal;

function refusal(status: number, headers: Record<string, string>): Error {
  return Object.assign(new Error('refused'), {
    status,
    response: { headers, data: { message: 'You have exceeded a limit' } },
  });
}

describe('Retries', () => {
  function create() {
    return new Retries({ baseMs: 1, logger: mockServices.logger.mock() });
  }

  it('makes all requests of an installation wait as long as GitHub asks one to', async () => {
    const retries = create();
    const failures = [refusal(429, { 'retry-after': '1' })];
    const start = performance.now();
    const after = () => performance.now() - start;
    const limiter = new EventEmitter();
    const limited = once(limiter, 'limited');

    const first = retries.run({
      installation: 'one',
      what: 'try',
      signal,
      request: async () => {
        const failure = failures.pop();
        if (failure) {
          limiter.emit('limited');
          throw failure;
        }
        return after();
      },
    });
    await limited;
    await new Promise(resolve => setImmediate(resolve));
    const ask = async (installation: string) =>
      retries.run({
        installation,
        what: 'try',
        signal,
        request: async () => after(),
      });

    expect(await ask('another')).toBeLessThan(900);
    expect(await ask('one')).toBeGreaterThan(900);
    expect(await first).toBeGreaterThan(900);
  });

  it('gives up waits that are too long for the one who waits', async () => {
    const run = create().run({
      installation: 'one',
      what: 'try',
      signal,
      maxWaitMs: 5_000,
      request: async () => {
        const reset = String(Math.floor(Date.now() / 1000) + 600);
        throw refusal(403, {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': reset,
        });
      },
    });

    await expect(run).rejects.toThrow('refused');
  });

  it('tries nothing again that GitHub has decided', async () => {
    for (const status of [400, 401, 403, 404, 409, 422]) {
      const request = jest.fn(async () => {
        throw refusal(status, {});
      });
      const run = create().run({
        installation: 'one',
        what: 'try',
        signal,
        request,
      });
      await expect(run).rejects.toThrow('refused');
      expect(request).toHaveBeenCalledTimes(1);
    }
  });

  it('ends at once when it is aborted as it waits', async () => {
    const controller = new AbortController();
    const run = create().run({
      installation: 'one',
      what: 'try',
      signal: controller.signal,
      request: async () => {
        setImmediate(() => controller.abort(new Error('shutting down')));
        throw refusal(503, { 'retry-after': '600' });
      },
    });

    await expect(run).rejects.toThrow('shutting down');
  });
});
