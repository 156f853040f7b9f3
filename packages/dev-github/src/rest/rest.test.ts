import { TestGithub } from '../__testUtils__/TestGithub';

const REPOSITORY = { owner: 'example', repo: 'open' };

jest.setTimeout(60_000);

describe('REST API', () => {
  let github: TestGithub;

  beforeEach(async () => {
    github = await TestGithub.start();
  });

  afterEach(async () => {
    await github.stop();
  });

  /** Commits text files on top of main, and gives the branch that name. */
  async function commitTo(branch: string, files: Record<string, string>) {
    const { git } = github.client('writer').rest;
    const main = await git.getRef({ ...REPOSITORY, ref: 'heads/main' });
    const parent = main.data.object.sha;
    const base = await git.getCommit({ ...REPOSITORY, commit_sha: parent });
    const tree = await git.createTree({
      ...REPOSITORY,
      base_tree: base.data.tree.sha,
      tree: Object.entries(files).map(([path, content]) => ({
        path,
        content,
        mode: '100644' as const,
        type: 'blob' as const,
      })),
    });
    const commit = await git.createCommit({
      ...REPOSITORY,
      message: `Change ${Object.keys(files).join(', ')}`,
      tree: tree.data.sha,
      parents: [parent],
    });
    const ref = `refs/heads/${branch}`;
    await git.createRef({ ...REPOSITORY, ref, sha: commit.data.sha });
    return commit.data.sha;
  }

  it('answers about itself, users and repositories as GitHub describes', async () => {
    const { meta, rateLimit, users, repos } = github.client('writer').rest;
    await meta.root();
    await meta.get();
    await rateLimit.get();
    expect((await users.getAuthenticated()).data.login).toBe('writer');

    const repository = await repos.get(REPOSITORY);
    expect(repository.data).toMatchObject({
      full_name: 'example/open',
      default_branch: 'main',
      archived: false,
      private: false,
      permissions: { admin: false, push: true, pull: true },
    });
    const byId = await github.request(
      `/api/v3/repositories/${repository.data.id}`,
    );
    expect(JSON.parse(byId.text)).toMatchObject({ full_name: 'example/open' });
    github.check('GET', '/repos/{owner}/{repo}', 200, JSON.parse(byId.text));

    const permissionOf = async (username: string) =>
      (await repos.getCollaboratorPermissionLevel({ ...REPOSITORY, username }))
        .data.permission;
    expect(await permissionOf('writer')).toBe('write');
    expect(await permissionOf('reader')).toBe('read');
    expect(await permissionOf('example')).toBe('admin');
    github.server.setPermission({
      owner: 'example',
      name: 'open',
      login: 'reader',
      permission: 'none',
    });
    expect(await permissionOf('reader')).toBe('none');
    await expect(permissionOf('nobody')).rejects.toMatchObject({ status: 404 });

    expect(github.problems).toEqual([]);
  });

  it('answers about branches, commits, contents and comparisons as GitHub describes', async () => {
    const { repos } = github.client('reader').rest;
    const sha = await commitTo('feature/x', { 'src/a b.txt': 'one\ntwo\n' });

    const branch = await repos.getBranch({
      ...REPOSITORY,
      branch: 'feature/x',
    });
    expect(branch.data.commit.sha).toBe(sha);
    const branches = await repos.listBranches(REPOSITORY);
    expect(branches.data.map(item => item.name)).toEqual(['feature/x', 'main']);

    const commits = await repos.listCommits({
      ...REPOSITORY,
      sha: 'feature/x',
      per_page: 1,
    });
    expect(commits.data.map(commit => commit.sha)).toEqual([sha]);
    expect(commits.headers.link).toContain('rel="next"');
    const touching = await repos.listCommits({
      ...REPOSITORY,
      sha: 'feature/x',
      path: 'README.md',
    });
    expect(touching.data).toHaveLength(1);
    const commit = await repos.getCommit({ ...REPOSITORY, ref: 'feature/x' });
    expect(commit.data.stats).toEqual({ total: 2, additions: 2, deletions: 0 });
    expect(commit.data.files?.[0]).toMatchObject({
      filename: 'src/a b.txt',
      patch: '@@ -0,0 +1,2 @@\n+one\n+two',
    });
    await repos.getCombinedStatusForRef({ ...REPOSITORY, ref: 'main' });

    const file = await repos.getContent({
      ...REPOSITORY,
      path: 'src/a b.txt',
      ref: 'feature/x',
    });
    expect(file.data).toMatchObject({
      type: 'file',
      content: `${Buffer.from('one\ntwo\n').toString('base64')}\n`,
    });
    const folder = await repos.getContent({
      ...REPOSITORY,
      path: 'src',
      ref: 'feature/x',
    });
    expect(folder.data).toMatchObject([{ path: 'src/a b.txt', type: 'file' }]);
    const raw = await repos.getContent({
      ...REPOSITORY,
      path: 'README.md',
      mediaType: { format: 'raw' },
    });
    expect(raw.data).toBe('# open\n');
    await expect(
      repos.getContent({ ...REPOSITORY, path: '../secret/README.md' }),
    ).rejects.toMatchObject({ status: 404 });

    const comparison = await repos.compareCommitsWithBasehead({
      ...REPOSITORY,
      basehead: 'main...feature/x',
    });
    expect(comparison.data).toMatchObject({
      status: 'ahead',
      ahead_by: 1,
      behind_by: 0,
      files: [{ status: 'added' }],
    });
    const same = await repos.compareCommitsWithBasehead({
      ...REPOSITORY,
      basehead: 'main...main',
    });
    expect(same.data.status).toBe('identical');

    const archive = await fetch(
      `${github.server.apiUrl}/repos/example/open/tarball/${sha}`,
    );
    const magic = Buffer.from(await archive.arrayBuffer()).subarray(0, 2);
    expect(magic.toString('hex')).toBe('1f8b');
    expect(github.problems).toEqual([]);
  });

  it('keeps refs as GitHub does', async () => {
    const { git } = github.client('writer').rest;
    const sha = await commitTo('one', { 'a.txt': 'a\n' });
    const other = await commitTo('two', { 'b.txt': 'b\n' });
    const ref = 'heads/one';

    const matching = await git.listMatchingRefs({
      ...REPOSITORY,
      ref: 'heads/o',
    });
    expect(matching.data.map(item => item.ref)).toEqual(['refs/heads/one']);
    await expect(
      git.createRef({ ...REPOSITORY, ref: 'refs/heads/one', sha }),
    ).rejects.toMatchObject({
      status: 422,
      response: { data: { message: 'Reference already exists' } },
    });
    for (const name of ['refs/heads/-x', 'refs/heads/a..b', 'refs/../x/y']) {
      await expect(
        git.createRef({ ...REPOSITORY, ref: name, sha }),
      ).rejects.toMatchObject({ status: 422 });
    }
    await expect(
      git.createRef({
        ...REPOSITORY,
        ref: 'refs/heads/three',
        sha: 'a'.repeat(40),
      }),
    ).rejects.toMatchObject({ status: 422 });

    await expect(
      git.updateRef({ ...REPOSITORY, ref, sha: other }),
    ).rejects.toMatchObject({
      response: { data: { message: 'Update is not a fast forward' } },
    });
    await git.updateRef({ ...REPOSITORY, ref, sha: other, force: true });
    const moved = await git.getRef({ ...REPOSITORY, ref });
    expect(moved.data.object.sha).toBe(other);

    // Of writers that race from the same commit, git lets exactly one through
    const created = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        git.createRef({ ...REPOSITORY, ref: 'refs/heads/race', sha }),
      ),
    );
    expect(created.filter(item => item.status === 'fulfilled')).toHaveLength(1);

    await git.deleteRef({ ...REPOSITORY, ref });
    await expect(git.getRef({ ...REPOSITORY, ref })).rejects.toMatchObject({
      status: 404,
    });
    await expect(git.deleteRef({ ...REPOSITORY, ref })).rejects.toMatchObject({
      status: 422,
    });
    await expect(
      git.deleteRef({ ...REPOSITORY, ref: 'heads/main' }),
    ).rejects.toMatchObject({ status: 422 });
    expect(github.problems).toEqual([]);
  });

  it('opens, finds, changes and closes pull requests as GitHub does', async () => {
    const { pulls, git } = github.client('writer').rest;
    const sha = await commitTo('feature', { 'a.txt': 'a\n' });
    await commitTo('second', { 'b.txt': 'b\n' });
    const wish = { ...REPOSITORY, head: 'feature', base: 'main', title: 'T' };

    const created = await pulls.create({ ...wish, body: 'B' });
    expect(created.data).toMatchObject({
      number: 1,
      state: 'open',
      head: { ref: 'feature', sha, label: 'example:feature' },
      html_url: `${github.server.url}/example/open/pull/1`,
      commits: 1,
      additions: 1,
      changed_files: 1,
      mergeable: true,
      user: { login: 'writer' },
    });
    await expect(pulls.create(wish)).rejects.toMatchObject({
      status: 422,
      response: {
        data: {
          message: 'Validation Failed',
          errors: [
            { message: 'A pull request already exists for example:feature.' },
          ],
        },
      },
    });
    await expect(pulls.create({ ...wish, head: 'main' })).rejects.toThrow(
      'No commits between main and main',
    );
    await expect(
      pulls.create({ ...wish, head: 'missing' }),
    ).rejects.toMatchObject({
      response: { data: { errors: [{ field: 'head', code: 'invalid' }] } },
    });
    await pulls.create({ ...wish, head: 'example:second' });

    const numbers = async (query: {
      head?: string;
      base?: string;
      state?: 'open' | 'closed' | 'all';
    }) => {
      const list = await pulls.list({ ...REPOSITORY, ...query });
      return list.data.map(pull => pull.number);
    };
    expect(await numbers({})).toEqual([2, 1]);
    expect(await numbers({ head: 'example:feature' })).toEqual([1]);
    expect(await numbers({ base: 'other' })).toEqual([]);
    expect(await numbers({ state: 'closed' })).toEqual([]);

    const one = { ...REPOSITORY, pull_number: 1 };
    const files = await pulls.listFiles(one);
    expect(files.data).toMatchObject([{ filename: 'a.txt', status: 'added' }]);
    const commits = await pulls.listCommits(one);
    expect(commits.data.map(commit => commit.sha)).toEqual([sha]);
    const diff = await pulls.get({ ...one, mediaType: { format: 'diff' } });
    expect(diff.data).toContain('diff --git a/a.txt b/a.txt');

    await pulls.update({ ...one, title: 'New', state: 'closed' });
    expect((await pulls.get(one)).data).toMatchObject({
      title: 'New',
      body: 'B',
      state: 'closed',
      closed_at: expect.any(String),
    });
    await pulls.update({ ...one, state: 'open' });
    await git.deleteRef({ ...REPOSITORY, ref: 'heads/feature' });
    expect((await pulls.get(one)).data).toMatchObject({
      state: 'closed',
      head: { sha },
    });
    expect(github.problems).toEqual([]);
  });

  it('keeps comments and labels of a pull request', async () => {
    const { issues, pulls } = github.client('writer').rest;
    await commitTo('feature', { 'a.txt': 'a\n' });
    await pulls.create({
      ...REPOSITORY,
      head: 'feature',
      base: 'main',
      title: 'T',
    });
    const one = { ...REPOSITORY, issue_number: 1 };

    await issues.createComment({ ...one, body: 'First' });
    await issues.createComment({ ...one, body: 'Second' });
    const second = await issues.listComments({ ...one, per_page: 1, page: 2 });
    expect(second.data).toMatchObject([
      { body: 'Second', user: { login: 'writer' } },
    ]);
    expect(second.headers.link).toMatch(/page=1>; rel="prev"/);

    await issues.addLabels({ ...one, labels: ['made up', 'other'] });
    await issues.addLabels({ ...one, labels: ['Made Up'] });
    const labels = await issues.listLabelsOnIssue(one);
    expect(labels.data.map(label => label.name)).toEqual(['made up', 'other']);
    const ofRepository = await issues.listLabelsForRepo(REPOSITORY);
    expect(ofRepository.data).toHaveLength(2);
    await expect(
      issues.createLabel({ ...REPOSITORY, name: 'other' }),
    ).rejects.toMatchObject({ status: 422 });
    await issues.createLabel({ ...REPOSITORY, name: 'new', color: 'ff0000' });
    await issues.getLabel({ ...REPOSITORY, name: 'new' });

    await issues.removeLabel({ ...one, name: 'other' });
    await expect(
      issues.removeLabel({ ...one, name: 'other' }),
    ).rejects.toMatchObject({ status: 404 });
    await issues.setLabels({ ...one, labels: ['new'] });
    const pull = await pulls.get({ ...REPOSITORY, pull_number: 1 });
    expect(pull.data.labels.map(label => label.name)).toEqual(['new']);
    await pulls.list(REPOSITORY);
    await issues.removeAllLabels(one);
    expect((await issues.listLabelsOnIssue(one)).data).toEqual([]);
    expect(github.problems).toEqual([]);
  });

  it('refuses what it cannot read in the words of GitHub', async () => {
    const post = (place: string, body: string) =>
      github.request(`/api/v3/repos/example/open/${place}`, {
        method: 'POST',
        token: 'token-of-writer',
        body,
      });

    const broken = await post('pulls', '{');
    expect(broken.status).toBe(400);
    expect(JSON.parse(broken.text).message).toBe('Problems parsing JSON');

    const empty = await post('pulls', '{}');
    expect(empty.status).toBe(422);
    const body: unknown = JSON.parse(empty.text);
    expect(body).toMatchObject({
      message: 'Validation Failed',
      errors: [
        { resource: 'PullRequest', field: 'title', code: 'missing_field' },
        { field: 'head' },
        { field: 'base' },
      ],
    });
    github.check('POST', '/repos/{owner}/{repo}/pulls', 422, body);

    const large = JSON.stringify({ content: 'x'.repeat(11 * 1024 * 1024) });
    expect((await post('git/blobs', large)).status).toBe(413);
    expect((await post('nothing', '{}')).status).toBe(404);
    expect(github.problems).toEqual([]);
  });
});
