import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TestGithub, TOKENS } from './__testUtils__/TestGithub';

type Who = 'nobody' | 'writer' | 'reader' | 'other' | 'unknown';

const SECRETS: Record<Who, string | undefined> = {
  ...TOKENS,
  nobody: undefined,
  unknown: 'never-added',
};

jest.setTimeout(60_000);

describe('access', () => {
  let github: TestGithub;

  beforeEach(async () => {
    github = await TestGithub.start();
  });

  afterEach(async () => {
    await github.stop();
  });

  it.each<[Who, string, number, number]>([
    // who, repository, status of a read, status of a write
    ['nobody', 'open', 200, 401],
    ['nobody', 'secret', 404, 404],
    ['nobody', 'missing', 404, 404],
    ['unknown', 'open', 401, 401],
    ['unknown', 'secret', 401, 401],
    ['reader', 'open', 200, 403],
    ['reader', 'secret', 200, 403],
    ['other', 'open', 200, 403],
    ['other', 'secret', 404, 404],
    ['writer', 'open', 200, 201],
    ['writer', 'secret', 200, 201],
  ])(
    'answers %s at %s with %i to reads and %i to writes',
    async (who, repository, readStatus, writeStatus) => {
      const token = SECRETS[who];
      const place = `/api/v3/repos/example/${repository}`;
      const read = await github.request(place, { token });
      expect(read.status).toBe(readStatus);
      const write = await github.request(`${place}/git/blobs`, {
        method: 'POST',
        token,
        body: JSON.stringify({ content: 'x' }),
      });
      expect(write.status).toBe(writeStatus);
      expect(github.server.requests().slice(-1)).toEqual([
        {
          method: 'POST',
          path: `${place}/git/blobs`,
          status: writeStatus,
          login: who === 'nobody' || who === 'unknown' ? undefined : who,
        },
      ]);
    },
  );

  it('takes each way to send a token', async () => {
    const secret = TOKENS.reader;
    const basic = Buffer.from(`anyone:${secret}`).toString('base64');
    for (const header of [
      `token ${secret}`,
      `bearer ${secret}`,
      `Basic ${basic}`,
    ]) {
      const answer = await github.request('/api/v3/user', {
        headers: { authorization: header },
      });
      expect(JSON.parse(answer.text)).toMatchObject({ login: 'reader' });
    }
    const anonymous = await github.request('/api/v3/user');
    expect(anonymous.status).toBe(401);
    const wrong = await github.request('/api/v3/user', {
      headers: { authorization: 'Digest x' },
    });
    expect(JSON.parse(wrong.text)).toMatchObject({
      message: 'Bad credentials',
    });
  });

  it('lets a permission that was set overrule the token', async () => {
    const place = '/api/v3/repos/example/secret';
    const set = (permission: 'read' | 'none') =>
      github.server.setPermission({
        owner: 'example',
        name: 'secret',
        login: 'writer',
        permission,
      });
    const write = () =>
      github.request(`${place}/git/blobs`, {
        method: 'POST',
        token: TOKENS.writer,
        body: '{"content":"x"}',
      });
    set('read');
    expect((await write()).status).toBe(403);
    set('none');
    expect((await write()).status).toBe(404);
  });

  it('keeps a token to its scope, whatever its login may do', async () => {
    github.server.setPermission({
      owner: 'example',
      name: 'secret',
      login: 'reader',
      permission: 'write',
    });
    const answer = await github.request(
      '/api/v3/repos/example/secret/git/blobs',
      { method: 'POST', token: TOKENS.reader, body: '{"content":"x"}' },
    );
    expect(answer.status).toBe(403);
  });

  describe('by git', () => {
    const clone = (repository: string, who: Who, folder = 'copy') => {
      const url = github.cloneUrl(repository, SECRETS[who]);
      return github.git(github.folder, 'clone', '-q', url, folder);
    };

    it.each<[Who, string]>([
      ['nobody', 'open'],
      ['nobody', 'open.git'],
      ['other', 'open'],
      ['reader', 'secret'],
      ['writer', 'secret.git'],
    ])('lets %s clone %s', async (who, repository) => {
      await clone(repository, who);
      const readme = path.join(github.folder, 'copy', 'README.md');
      expect(await readFile(readme, 'utf8')).toMatch(/^# /);
    });

    it.each<[Who, string, RegExp]>([
      ['nobody', 'secret', /could not read Username/],
      ['nobody', 'missing', /could not read Username/],
      ['other', 'secret', /not found/],
      ['writer', 'missing', /not found/],
      // Git, asked for credentials only where it is refused, may read what is public
      ['unknown', 'secret', /Authentication failed/],
    ])('does not let %s clone %s', async (who, repository, message) => {
      await expect(clone(repository, who)).rejects.toThrow(message);
    });

    it('answers as GitHub does where git asks', async () => {
      const place = '/example/open/info/refs?service=git-receive-pack';
      const ask = async (who: Who) => {
        const answer = await github.request(place, { token: SECRETS[who] });
        return answer.status;
      };
      expect(await ask('nobody')).toBe(401);
      expect(await ask('unknown')).toBe(401);
      expect(await ask('reader')).toBe(403);
      expect(await ask('other')).toBe(403);
      expect(await ask('writer')).toBe(200);
      const challenge = await github.request(place);
      expect(challenge.headers.get('www-authenticate')).toMatch(/^Basic /);
      for (const strange of [
        '/example/open/HEAD',
        '/example/open/info/refs',
        '/example/..%2Fopen/info/refs?service=git-upload-pack',
        '/..%2f/repos/info/refs?service=git-upload-pack',
      ]) {
        const { status } = await github.request(strange, {
          token: TOKENS.writer,
        });
        expect([403, 404]).toContain(status);
      }
    });

    it('takes a push of many files with the right to write, and only then', async () => {
      await clone('open', 'reader');
      const copy = path.join(github.folder, 'copy');
      await mkdir(path.join(copy, 'many'));
      for (let index = 0; index < 200; index += 1) {
        const file = path.join(copy, 'many', `${index}.txt`);
        await writeFile(file, `${index} `.repeat(4000));
      }
      await github.git(copy, 'add', '-A');
      await github.git(copy, 'commit', '-q', '-m', 'Many files');
      await expect(github.git(copy, 'push', '-q')).rejects.toThrow(/403/);

      const url = github.cloneUrl('open', TOKENS.writer);
      // A small buffer makes git send the pack in chunks
      const small = ['-c', 'http.postBuffer=1024'];
      await github.git(
        copy,
        ...small,
        'push',
        '-q',
        url,
        'HEAD:refs/heads/many',
      );
      const sha = await github.git(copy, 'rev-parse', 'HEAD');
      const branch = await github.client().rest.repos.getBranch({
        owner: 'example',
        repo: 'open',
        branch: 'many',
      });
      expect(branch.data.commit.sha).toBe(sha);

      // So many branches to ask for that git compresses its request
      for (let index = 0; index < 40; index += 1) {
        const tree = `${sha}^{tree}`;
        const args = ['commit-tree', '-m', `Branch ${index}`, tree];
        const commit = await github.git(copy, ...args);
        await github.git(copy, 'branch', `branch-${index}`, commit);
      }
      await github.git(copy, 'push', '-q', '--all', url);
      await clone('open', 'nobody', 'again');
      const again = path.join(github.folder, 'again');
      const remote = await github.git(again, 'branch', '-r');
      expect(remote.split('\n')).toHaveLength(43);
      const url2 = github.cloneUrl('open');
      await github.git(again, 'fetch', '-q', '--depth=1', url2, sha);
    });
  });

  it('finds everything again after a restart', async () => {
    const source = path.join(github.folder, 'source');
    await mkdir(path.join(source, 'ignored'), { recursive: true });
    await writeFile(path.join(source, '.gitignore'), 'ignored/\n');
    await writeFile(path.join(source, 'ä b.txt'), 'text\r\n');
    await writeFile(path.join(source, 'run'), '', { mode: 0o755 });
    await writeFile(path.join(source, 'ignored', 'x'), '');
    const seed = { owner: 'example', fromDirectory: source, private: true };
    const one = await github.server.createRepository({ ...seed, name: 'one' });
    const two = await github.server.createRepository({ ...seed, name: 'two' });
    expect(one.headCommit).toBe(two.headCommit);
    await expect(
      github.server.createRepository({ ...seed, name: 'ONE' }),
    ).rejects.toThrow("Repository 'example/ONE' already exists");
    for (const name of ['../one', '-x', 'x.git', '']) {
      await expect(
        github.server.createRepository({ ...seed, name }),
      ).rejects.toThrow("is not a repository's name");
    }

    const place = { owner: 'example', repo: 'one' };
    const before = github.client('writer').rest;
    const tree = await before.git.createTree({
      ...place,
      base_tree: one.headCommit,
      tree: [{ path: 'new', mode: '100644', type: 'blob', content: 'n' }],
    });
    const commit = await before.git.createCommit({
      ...place,
      message: 'New',
      tree: tree.data.sha,
      parents: [one.headCommit],
    });
    const sha = commit.data.sha;
    await before.git.createRef({ ...place, ref: 'refs/heads/x', sha });
    await before.pulls.create({
      ...place,
      head: 'x',
      base: 'main',
      title: 'T',
    });
    await before.issues.addLabels({ ...place, issue_number: 1, labels: ['l'] });

    // What a killed server leaves behind must not stop the next one
    const data = path.join(github.folder, 'data');
    await writeFile(path.join(data, 'state.json.new'), '{"half');
    const ref = path.join(data, 'repos/example/one.git/refs/heads/x');
    await appendFile(`${ref}.lock`, '');
    await github.restart();

    expect(await github.server.getRepository('example', 'one')).toEqual({
      id: one.id,
      url: `${github.server.url}/example/one`,
      headCommit: one.headCommit,
    });
    expect(
      await github.server.getRepository('example', 'three'),
    ).toBeUndefined();
    const after = github.client('writer').rest;
    const pull = await after.pulls.get({ ...place, pull_number: 1 });
    expect(pull.data).toMatchObject({
      title: 'T',
      head: { sha },
      labels: [{ name: 'l' }],
      html_url: `${github.server.url}/example/one/pull/1`,
    });
    await after.git.updateRef({
      ...place,
      ref: 'heads/x',
      sha: one.headCommit,
      force: true,
    });
    const files = await after.git.getTree({ ...place, tree_sha: 'main' });
    expect(files.data.tree.map(entry => `${entry.mode} ${entry.path}`)).toEqual(
      ['100644 .gitignore', '100755 run', '100644 ä b.txt'],
    );
    const blob = await after.repos.getContent({
      ...place,
      path: 'ä b.txt',
      mediaType: { format: 'raw' },
    });
    expect(blob.data).toBe('text\r\n');
    const state = await readFile(path.join(data, 'state.json'), 'utf8');
    expect(state).not.toContain(TOKENS.writer);
    expect(github.problems).toEqual([]);
  });
});
