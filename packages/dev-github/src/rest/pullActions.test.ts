import { TestGithub } from '../__testUtils__/TestGithub';

const REPOSITORY = { owner: 'example', repo: 'open' };
const PULL = { ...REPOSITORY, pull_number: 1 };

jest.setTimeout(60_000);

describe('what is done with pull requests and forks', () => {
  let github: TestGithub;

  beforeEach(async () => {
    github = await TestGithub.start();
  });

  afterEach(async () => {
    await github.stop();
  });

  async function commitTo(
    repo: string,
    branch: string,
    from = 'main',
    owner = 'example',
  ) {
    const { git } = github.client('writer').rest;
    const target = { owner, repo };
    const head = await git.getRef({ ...target, ref: `heads/${from}` });
    if (branch !== from) {
      await git.createRef({
        ...target,
        ref: `refs/heads/${branch}`,
        sha: head.data.object.sha,
      });
    }
    const parent = head.data.object.sha;
    const base = await git.getCommit({ ...target, commit_sha: parent });
    const file = { path: `${owner}-${branch}.txt`, content: `${branch}\n` };
    const tree = await git.createTree({
      ...target,
      base_tree: base.data.tree.sha,
      tree: [{ ...file, mode: '100644', type: 'blob' }],
    });
    const { data } = await git.createCommit({
      ...target,
      message: `Add ${branch}`,
      tree: tree.data.sha,
      parents: [parent],
    });
    await git.updateRef({ ...target, ref: `heads/${branch}`, sha: data.sha });
    return data.sha;
  }

  it('merges pull requests, and says so from then on', async () => {
    const { pulls, git } = github.client('writer').rest;
    const sha = await commitTo('open', 'feature');
    await pulls.create({
      ...REPOSITORY,
      head: 'feature',
      base: 'main',
      title: 'T',
    });

    await expect(
      pulls.merge({ ...PULL, sha: 'a'.repeat(40) }),
    ).rejects.toMatchObject({ status: 409 });
    const merged = await pulls.merge({ ...PULL, sha });
    const main = await git.getRef({ ...REPOSITORY, ref: 'heads/main' });
    expect(main.data.object.sha).toBe(merged.data.sha);
    const commit = await git.getCommit({
      ...REPOSITORY,
      commit_sha: merged.data.sha,
    });
    expect(commit.data.parents).toHaveLength(2);
    expect((await pulls.get(PULL)).data).toMatchObject({
      state: 'closed',
      merged: true,
      merge_commit_sha: merged.data.sha,
      merged_by: { login: 'writer' },
    });
    await expect(pulls.merge(PULL)).rejects.toMatchObject({ status: 405 });
    const page = await github.request('/example/open/pull/1');
    expect(page.text).toContain('Merged');
    expect(github.problems).toEqual([]);
  });

  it('asks for reviews by those who may write, and refuses drafts to be merged', async () => {
    const { pulls } = github.client('writer').rest;
    github.server.addToken({ token: 'mate', login: 'mate', scope: 'write' });
    await commitTo('open', 'feature');
    const created = await pulls.create({
      ...REPOSITORY,
      head: 'feature',
      base: 'main',
      title: 'T',
      draft: true,
    });
    expect(created.data.draft).toBe(true);

    github.server.configureRepository({
      owner: 'example',
      name: 'open',
      teams: ['core'],
    });
    await pulls.requestReviewers({
      ...PULL,
      reviewers: ['mate'],
      team_reviewers: ['core'],
    });
    await pulls.requestReviewers({ ...PULL, reviewers: ['mate'] });
    const asked = await pulls.listRequestedReviewers(PULL);
    expect(asked.data.users.map(user => user.login)).toEqual(['mate']);
    expect(asked.data.teams.map(team => team.slug)).toEqual(['core']);
    for (const reviewers of [['writer'], ['reader'], ['nobody']]) {
      await expect(
        pulls.requestReviewers({ ...PULL, reviewers }),
      ).rejects.toMatchObject({ status: 422 });
    }
    await expect(pulls.merge(PULL)).rejects.toMatchObject({ status: 405 });
    expect(github.problems).toEqual([]);
  });

  it('forks repositories, once, and lets forks catch up', async () => {
    const { repos, git, pulls } = github.client('writer').rest;
    const fork = await repos.createFork(REPOSITORY);
    expect(fork.data).toMatchObject({
      full_name: 'writer/open',
      fork: true,
      parent: { full_name: 'example/open' },
    });
    expect((await repos.createFork(REPOSITORY)).data.id).toBe(fork.data.id);

    const target = { owner: 'writer', repo: 'open' };
    const ahead = await commitTo('open', 'main');
    const merge = () => repos.mergeUpstream({ ...target, branch: 'main' });
    expect((await merge()).data.merge_type).toBe('fast-forward');
    expect((await merge()).data.merge_type).toBe('none');
    const main = await git.getRef({ ...target, ref: 'heads/main' });
    expect(main.data.object.sha).toBe(ahead);

    const own = await commitTo('open', 'main', 'main', 'writer');
    const across = await pulls.create({
      ...REPOSITORY,
      head: 'writer:main',
      base: 'main',
      title: 'T',
    });
    expect(across.data).toMatchObject({
      head: { label: 'writer:main', repo: { full_name: 'writer/open' } },
      base: { label: 'example:main' },
      changed_files: 1,
      mergeable: true,
    });
    const found = await pulls.list({ ...REPOSITORY, head: 'writer:main' });
    expect(found.data).toHaveLength(1);
    const none = await pulls.list({ ...REPOSITORY, head: 'example:main' });
    expect(none.data).toEqual([]);

    await github.restart();
    const url = `${github.server.url}/writer/open`;
    expect(await github.git(github.folder, 'ls-remote', url)).toContain(own);
    const anonymous = await github.request('/api/v3/repos/example/open/forks', {
      method: 'POST',
      body: '{}',
    });
    expect(anonymous.status).toBe(401);
    expect(github.problems).toEqual([]);
  });

  it('refuses what the settings of a repository forbid, in the words of GitHub', async () => {
    const { repos, git, pulls, users } = github.client('writer').rest;
    const configure = (settings: object) =>
      github.server.configureRepository({
        owner: 'example',
        name: 'open',
        ...settings,
      });
    const sha = await commitTo('open', 'feature');
    const branch = (name: string) =>
      git.createRef({ ...REPOSITORY, ref: `refs/heads/${name}`, sha });
    const open = () =>
      pulls.create({
        ...REPOSITORY,
        head: 'feature',
        base: 'main',
        title: 'T',
      });

    configure({ protectedPrefixes: ['task-'] });
    await expect(branch('task-1')).rejects.toThrow('rule violations');
    await branch('other');
    configure({ pullRequests: 'none' });
    await expect(open()).rejects.toMatchObject({ status: 403 });
    configure({ pullRequests: 'all', forking: false });
    await expect(repos.createFork(REPOSITORY)).rejects.toThrow('forking');
    configure({ archived: true });
    await expect(open()).rejects.toThrow('archived');
    expect((await repos.get(REPOSITORY)).data).toMatchObject({
      archived: true,
      allow_forking: false,
    });
    configure({ archived: false, forking: true, forkReads: 1 });
    await repos.createFork(REPOSITORY);
    const ref = () =>
      git.getRef({ owner: 'writer', repo: 'open', ref: 'heads/main' });
    await expect(ref()).rejects.toMatchObject({ status: 409 });
    expect((await ref()).status).toBe(200);
    const user = await users.getByUsername({ username: 'reader' });
    expect(user.data.login).toBe('reader');
    await expect(
      users.getByUsername({ username: 'nobody' }),
    ).rejects.toMatchObject({ status: 404 });
    expect(github.problems).toEqual([]);
  });
});
