import { CloneAccessCache } from './CloneAccessCache';

describe('CloneAccessCache', () => {
  const access = { url: 'https://host.example.com/example/shop.git' };

  it('asks once for all requests of a run, and again for another run', async () => {
    const cache = new CloneAccessCache();
    const ask = jest.fn(async () => access);

    await Promise.all([cache.get('one', ask), cache.get('one', ask)]);
    expect(await cache.get('one', ask)).toBe(access);
    expect(ask).toHaveBeenCalledTimes(1);
    await cache.get('two', ask);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('asks again after a failure, and once the time is over', async () => {
    const cache = new CloneAccessCache({ keepMs: 20 });
    await expect(
      cache.get('one', async () => {
        throw new Error('not now');
      }),
    ).rejects.toThrow('not now');

    const ask = jest.fn(async () => access);
    const start = Date.now();
    while (ask.mock.calls.length < 2) {
      expect(await cache.get('one', ask)).toBe(access);
    }
    expect(Date.now() - start).toBeGreaterThanOrEqual(20);
  });
});
