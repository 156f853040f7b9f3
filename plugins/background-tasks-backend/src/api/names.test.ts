import { randomInt } from 'node:crypto';
import { TestSystem } from '../__testUtils__/TestSystem';

jest.mock('node:crypto', () => {
  const actual = jest.requireActual('node:crypto');
  return { ...actual, randomInt: jest.fn(actual.randomInt) };
});
const random: jest.Mock = jest.mocked(randomInt);

const TASKS = '/projects/developers/background-tasks';

describe('the names of tasks', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start({
      config: { limits: { perUser: 0, perRepository: 0, perProject: 0 } },
      scripts: { bad: () => [{ type: 'end', reason: 'failed' }] },
    });
  }, 60_000);

  afterAll(async () => {
    await system?.stop();
  });

  const create = (run: string, name?: string) =>
    system.call('post', TASKS, {
      body: {
        name,
        instructions: 'Greet the world',
        repository: { url: system.repositoryUrl },
        provider: 'script',
        run,
      },
    });
  const nextEndsWith = (letter: number) => {
    for (let n = 0; n < 4; n++) random.mockReturnValueOnce(letter);
  };

  it('are made anew where another task has the one that was made', async () => {
    nextEndsWith(0);
    const first = await create('hang');
    expect(first.body).toMatchObject({ name: 'greet-the-world-aaaa' });
    nextEndsWith(0);
    nextEndsWith(1);
    const second = await create('hang');
    expect(second.status).toBe(201);
    expect(second.body).toMatchObject({ name: 'greet-the-world-bbbb' });
  });

  it('are refused where the caller chose one that is taken', async () => {
    await create('hang', 'mine');
    const { status, body } = await create('hang', 'mine');
    expect(status).toBe(409);
    expect(body.error).toMatchObject({ code: 'nameTaken', field: 'name' });
  });

  it('differ for retries that come at once', async () => {
    await create('bad', 'bad');
    await system.untilEnded('bad');
    const retries = await Promise.all(
      [1, 2, 3].map(() => system.call('post', `${TASKS}/bad/retry`)),
    );
    expect(retries.map(({ body }) => body.name).sort()).toEqual([
      'bad-retry-1',
      'bad-retry-2',
      'bad-retry-3',
    ]);
  });
});
