import {
  MAX_NAME_LENGTH,
  nameFromInstructions,
  namePattern,
  retryName,
} from './names';

describe('nameFromInstructions', () => {
  it.each([
    'Upgrade lodash to version 4.17.21 in package.json. Run npm install.',
    '   Ünïcödé & <b>markup</b>   ',
    '???',
    'x'.repeat(1000),
  ])('makes a valid name out of %j', instructions => {
    const name = nameFromInstructions(instructions);
    expect(name).toMatch(namePattern);
    expect(name.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
  });
});

describe('retryName', () => {
  const task = { name: 'fix', retryOf: null, retryCount: 0 };

  it('counts on from what is retried', () => {
    expect(retryName(task, ['fix'])).toEqual({
      name: 'fix-retry-1',
      retryCount: 1,
    });
    const first = { name: 'fix-retry-1', retryOf: 'fix', retryCount: 1 };
    expect(retryName(first, ['fix', 'fix-retry-1'])).toEqual({
      name: 'fix-retry-2',
      retryCount: 2,
    });
  });

  it('finds a free name when the same task is retried again', () => {
    expect(retryName(task, ['fix', 'fix-retry-1']).name).toBe('fix-retry-2');
  });

  it('leaves a task alone that is only called like a retry', () => {
    const named = { name: 'x-retry-7', retryOf: null, retryCount: 0 };
    expect(retryName(named, []).name).toBe('x-retry-7-retry-1');
  });

  it('keeps within the length of a name', () => {
    const long = { ...task, name: 'a'.repeat(MAX_NAME_LENGTH) };
    expect(retryName(long, []).name).toHaveLength(MAX_NAME_LENGTH);
  });
});
