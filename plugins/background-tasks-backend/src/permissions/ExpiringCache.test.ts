import { ExpiringCache } from './ExpiringCache';

describe('ExpiringCache', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** Computes 1, 2, 3, … and fails where it is told to. */
  function counter() {
    const state = { computed: 0, fails: false };
    const compute = async () => {
      state.computed += 1;
      if (state.fails) throw new Error('Not now');
      return state.computed;
    };
    return { state, compute };
  }

  it('shares one computation until the value expires', async () => {
    const cache = new ExpiringCache<number>(1_000);
    const { state, compute } = counter();
    await expect(
      Promise.all([cache.get('a', compute), cache.get('a', compute)]),
    ).resolves.toEqual([1, 1]);
    jest.advanceTimersByTime(400);
    await expect(cache.get('a', compute)).resolves.toBe(1);
    expect(state.computed).toBe(1);
    jest.advanceTimersByTime(1_000);
    await expect(cache.get('a', compute)).resolves.toBe(2);
  });

  it('refreshes what is asked for before it expires, while the old value answers', async () => {
    const cache = new ExpiringCache<number>(1_000);
    const { state, compute } = counter();
    await cache.get('a', compute);
    jest.advanceTimersByTime(600);
    await expect(
      Promise.all([cache.get('a', compute), cache.get('a', compute)]),
    ).resolves.toEqual([1, 1]);
    expect(state.computed).toBe(2);
    await expect(cache.get('a', compute)).resolves.toBe(2);
    // Its time counts from when it was computed.
    jest.advanceTimersByTime(1_000);
    await expect(cache.get('a', compute)).resolves.toBe(3);
  });

  it('keeps no failure, and no value beyond its time when a refresh fails', async () => {
    const cache = new ExpiringCache<number>(1_000);
    const { state, compute } = counter();
    state.fails = true;
    await expect(cache.get('a', compute)).rejects.toThrow('Not now');
    state.fails = false;
    await expect(cache.get('a', compute)).resolves.toBe(2);
    state.fails = true;
    jest.advanceTimersByTime(600);
    await expect(cache.get('a', compute)).resolves.toBe(2);
    jest.advanceTimersByTime(600);
    await expect(cache.get('a', compute)).rejects.toThrow('Not now');
  });
});
