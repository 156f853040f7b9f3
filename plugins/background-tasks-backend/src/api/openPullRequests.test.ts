import { TestSystem } from '../__testUtils__/TestSystem';

const pathOf = (project: string, name = '') =>
  `/projects/${project}/background-tasks/${name}`;

describe('the open pull requests beside a task', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start();
    await publish('developers', 'ours');
    await publish('platform', 'theirs');
  }, 60_000);

  afterAll(async () => {
    await system?.stop();
  });

  /** Has somebody who is in both projects open a pull request in one of them. */
  async function publish(project: string, name: string): Promise<void> {
    const user = 'lead';
    const created = await system.call('post', pathOf(project), {
      user,
      body: {
        name,
        instructions: 'Greet the world',
        repository: { url: system.repositoryUrl },
        provider: 'script',
        run: 'good',
      },
    });
    if (created.status !== 201) throw new Error(created.text);
    await system.untilEnded(name, { project, user });
  }

  async function beside(project: string, name: string, user: string) {
    const { body } = await system.call('get', pathOf(project, name), { user });
    return body.openPullRequests;
  }

  it('are those of all projects on the repository that the caller is a member of', async () => {
    expect(await beside('developers', 'ours', 'lead')).toEqual([
      {
        project: 'platform',
        name: 'theirs',
        prUrl: expect.stringContaining(`${system.repositoryUrl}/pull/`),
      },
    ]);
    expect(await beside('platform', 'theirs', 'lead')).toMatchObject([
      { project: 'developers', name: 'ours' },
    ]);
  });

  it('tell nobody of a project that they are no member of', async () => {
    expect(await beside('developers', 'ours', 'developer')).toEqual([]);
  });
});
