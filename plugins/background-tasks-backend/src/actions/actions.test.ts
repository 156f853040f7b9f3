import { TestSystem } from '../__testUtils__/TestSystem';

jest.setTimeout(60_000);

describe('the actions', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start();
  });

  afterAll(async () => {
    await system.stop();
  });

  async function invoke(name: string, input: object, user?: string) {
    const { status, body } = await system.call(
      'post',
      `/.backstage/actions/v1/actions/background-tasks:${name}/invoke`,
      { body: input, user },
    );
    return { status, output: body.output, error: body.error };
  }

  it('say which of them only read, destroy, and may be repeated', async () => {
    const { body } = await system.call('get', '/.backstage/actions/v1/actions');
    const attributes = Object.fromEntries(
      body.actions.map((action: { name: string; attributes: object }) => [
        action.name,
        action.attributes,
      ]),
    );
    const reads = { readOnly: true, destructive: false, idempotent: true };
    const makes = { readOnly: false, destructive: false, idempotent: false };
    expect(attributes).toEqual({
      'create-background-task': makes,
      'get-background-task': reads,
      'list-background-tasks': reads,
      'cancel-background-task': { ...makes, destructive: true },
      'retry-background-task': makes,
    });
  });

  it('create, get, list, cancel and retry a task as the user who invokes them', async () => {
    const task = { project: 'developers', name: 'greet' };
    const created = await invoke('create-background-task', {
      ...task,
      instructions: 'Greet the world',
      repositoryUrl: system.repositoryUrl,
      provider: 'script',
      run: 'hang',
    });
    expect(created).toMatchObject({
      status: 200,
      output: { ...task, status: 'Pending' },
    });

    const got = await invoke('get-background-task', task);
    expect(got.output).toMatchObject({
      ...task,
      creator: 'user:default/developer',
      repository: system.repositoryUrl,
      can: { cancel: true, retry: false },
    });
    const listed = await invoke('list-background-tasks', { q: 'greet' });
    expect(listed.output).toMatchObject({ items: [task], total: 1 });

    const cancelled = await invoke('cancel-background-task', task);
    expect(cancelled.output).toEqual({ status: 'Stopped' });
    const retried = await invoke('retry-background-task', task);
    expect(retried.output).toMatchObject({
      project: 'developers',
      name: 'greet-retry-1',
      retryCount: 1,
    });
    await invoke('cancel-background-task', {
      ...task,
      name: 'greet-retry-1',
    });
  });

  it('refuse what the API refuses, in its words', async () => {
    const project = 'developers';
    expect(
      await invoke('get-background-task', { project, name: 'none' }),
    ).toMatchObject({
      status: 404,
      error: { message: `No task 'none' found in project 'developers'` },
    });
    expect(
      await invoke('create-background-task', {
        project,
        instructions: 'Greet the world',
      }),
    ).toMatchObject({
      status: 400,
      error: { message: expect.stringContaining('exactly one of') },
    });
    expect(
      await invoke('list-background-tasks', { project }, 'stranger'),
    ).toMatchObject({ status: 403 });
  });
});
