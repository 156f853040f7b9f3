import { TestSystem } from '../__testUtils__/TestSystem';

describe('what is told before a task is made', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start();
  }, 60_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  const check = (url: string, user?: string) =>
    system.call('get', `/repositories/check?url=${encodeURIComponent(url)}`, {
      user,
    });

  it('says what is known of a repository that one of the projects may change', async () => {
    const { status, body } = await check(system.repositoryUrl);

    expect([status, body]).toEqual([
      200,
      {
        url: system.repositoryUrl,
        projects: ['developers'],
        state: 'found',
        message: null,
        defaultBranch: 'main',
        mayWrite: null,
        checks: expect.any(Array),
        activeTasks: 0,
      },
    ]);
  }, 60_000);

  it('tells nothing of one that none may change, whether it exists or not', async () => {
    const { body: unknown } = await check(
      system.repositoryUrl.replace(/[^/]+$/, 'secret'),
    );
    const { body: foreign } = await check(system.repositoryUrl, 'stranger');
    for (const body of [unknown, foreign]) {
      expect(body).toMatchObject({
        state: 'notAllowed',
        projects: [],
        defaultBranch: null,
        checks: null,
        activeTasks: 0,
      });
    }
    const { body: elsewhere } = await check('https://nowhere.example/a/b');
    expect(elsewhere.state).toBe('unsupported');
  }, 60_000);

  it('says what is wrong with the annotations of an entity', async () => {
    const checkEntity = (entityRef: string) =>
      system.call('get', `/entities/check?entityRef=${entityRef}`);
    const { body: malformed } = await checkEntity('component:malformed');
    expect(malformed.problems).toEqual([
      {
        annotation: 'background-tasks/validation',
        message: expect.stringMatching(/^it is no YAML: /),
      },
    ]);
    const { body: fine } = await checkEntity('component:default/sample');
    expect(fine).toEqual({ problems: [] });
    const { status, body: none } = await checkEntity('component:nowhere');
    expect([status, none.error.message]).toEqual([
      400,
      expect.stringContaining("no entity 'component:default/nowhere'"),
    ]);
  }, 60_000);

  it('counts the tasks of a list by status, and those that work on the repository', async () => {
    await system.create('working', 'hang');

    const { body } = await check(system.repositoryUrl);
    expect(body.activeTasks).toBe(1);

    const countsOf = async (query: string) => {
      const { body: counts } = await system.call(
        'get',
        `/background-tasks/counts?${query}`,
      );
      return counts.items
        .filter(({ count }: { count: number }) => count > 0)
        .map(({ count }: { count: number }) => count);
    };
    expect(await countsOf('scope=mine')).toEqual([1]);
    expect(await countsOf('scope=groups&q=greet')).toEqual([1]);
    expect(await countsOf('creator=user:default/colleague')).toEqual([]);
    expect(await countsOf('scope=mine&creator=user:default/colleague')).toEqual(
      [],
    );
    const mine = await system.call('get', '/background-tasks?scope=mine');
    expect(mine.body.items).toMatchObject([
      { name: 'working', trigger: { kind: 'api' } },
    ]);
    const { body: colleagues } = await system.call(
      'get',
      '/background-tasks?scope=mine',
      { user: 'colleague' },
    );
    expect(colleagues.items).toEqual([]);
  }, 60_000);
});
