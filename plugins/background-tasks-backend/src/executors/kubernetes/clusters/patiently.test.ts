import { ApiStatusError } from './Cluster';
import { patiently } from './patiently';

/** Fails so often, then answers. */
function failing(error: Error, times: number) {
  let left = times;
  return jest.fn(async () => {
    left -= 1;
    if (left >= 0) throw error;
    return 'an answer';
  });
}

const refused = Object.assign(new Error('connect ECONNREFUSED'), {
  code: 'ECONNREFUSED',
});

describe('patiently', () => {
  it.each([
    ['is away', refused],
    ['is not ready', new ApiStatusError(503, 'starting')],
    ['is asked too much', new ApiStatusError(429, 'slow down')],
    ['has not read the roles yet', new ApiStatusError(403, 'forbidden')],
  ])('asks again where the API server %s', async (_, error) => {
    const ask = failing(error, 2);
    await expect(patiently(ask)).resolves.toBe('an answer');
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('takes every other answer as it is', async () => {
    const error = new ApiStatusError(422, 'invalid');
    const ask = failing(error, 1);
    await expect(patiently(ask)).rejects.toBe(error);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
