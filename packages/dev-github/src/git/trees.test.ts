import { readFile, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import { TestGithub } from '../__testUtils__/TestGithub';

const REPOSITORY = { owner: 'example', repo: 'open' };
const BINARY = Buffer.from([0, 255, 10, 13, 0, 128, 27]);

jest.setTimeout(60_000);

describe('Git Data API', () => {
  let github: TestGithub;

  beforeEach(async () => {
    github = await TestGithub.start();
  });

  afterEach(async () => {
    await github.stop();
  });

  async function headTree() {
    const { git } = github.client('writer').rest;
    const ref = await git.getRef({ ...REPOSITORY, ref: 'heads/main' });
    const commit_sha = ref.data.object.sha;
    const commit = await git.getCommit({ ...REPOSITORY, commit_sha });
    return { parent: commit_sha, tree: commit.data.tree.sha };
  }

  it('writes modes, links, binaries and unusual names as git itself does', async () => {
    const { git, pulls } = github.client('writer').rest;
    const { parent, tree: base_tree } = await headTree();
    const blob = await git.createBlob({
      ...REPOSITORY,
      content: BINARY.toString('base64'),
      encoding: 'base64',
    });
    const read = await git.getBlob({ ...REPOSITORY, file_sha: blob.data.sha });
    expect(read.data).toMatchObject({
      content: BINARY.toString('base64'),
      encoding: 'base64',
      size: BINARY.length,
    });
    const tree = await git.createTree({
      ...REPOSITORY,
      base_tree,
      tree: [
        { path: 'README.md', mode: '100644', type: 'blob', sha: null },
        {
          path: 'ä b/"q" \t.txt',
          mode: '100644',
          type: 'blob',
          content: 'süß 🎈\n',
        },
        {
          path: 'bin/run',
          mode: '100755',
          type: 'blob',
          content: '#!/bin/sh\n',
        },
        { path: 'link', mode: '120000', type: 'blob', content: 'bin/run' },
        { path: 'data.bin', mode: '100644', type: 'blob', sha: blob.data.sha },
        { path: '-dash', mode: '100644', type: 'blob', content: '' },
      ],
    });
    const commit = await git.createCommit({
      ...REPOSITORY,
      message: 'Many kinds\n\nBackground-Task-Id: x',
      tree: tree.data.sha,
      parents: [parent],
      author: {
        name: 'Ann Author',
        email: 'ann@example.com',
        date: '2026-02-03T04:05:06+02:00',
      },
    });
    expect(commit.data).toMatchObject({
      message: 'Many kinds\n\nBackground-Task-Id: x',
      author: { name: 'Ann Author', date: '2026-02-03T02:05:06Z' },
    });
    await git.createRef({
      ...REPOSITORY,
      ref: 'refs/heads/kinds',
      sha: commit.data.sha,
    });

    const url = github.cloneUrl('open');
    await github.git(github.folder, 'clone', '-q', '-b', 'kinds', url, 'copy');
    const copy = path.join(github.folder, 'copy');
    expect(await github.git(copy, 'rev-parse', 'HEAD')).toBe(commit.data.sha);
    expect(await github.git(copy, 'fsck', '--strict')).toBe('');
    expect(await github.git(copy, 'ls-files', '-z')).toBe(
      ['-dash', 'bin/run', 'data.bin', 'link', 'ä b/"q" \t.txt', ''].join('\0'),
    );
    expect(await readFile(path.join(copy, 'data.bin'))).toEqual(BINARY);
    expect(await readFile(path.join(copy, 'ä b/"q" \t.txt'), 'utf8')).toBe(
      'süß 🎈\n',
    );
    expect(await readlink(path.join(copy, 'link'))).toBe('bin/run');
    const { mode } = await stat(path.join(copy, 'bin/run'));
    expect(mode % 0o1000).toBe(0o755);

    const listed = await git.getTree({
      ...REPOSITORY,
      tree_sha: commit.data.sha,
      recursive: 'true',
    });
    expect(
      listed.data.tree.map(({ path: name, mode: m }) => `${m} ${name}`),
    ).toEqual([
      '100644 -dash',
      '040000 bin',
      '100755 bin/run',
      '100644 data.bin',
      '120000 link',
      '040000 ä b',
      '100644 ä b/"q" \t.txt',
    ]);
    await pulls.create({
      ...REPOSITORY,
      head: 'kinds',
      base: 'main',
      title: 'Kinds',
    });
    const files = await pulls.listFiles({ ...REPOSITORY, pull_number: 1 });
    expect(
      files.data.map(file => [file.status, file.filename, file.additions]),
    ).toEqual([
      ['added', '-dash', 0],
      ['removed', 'README.md', 0],
      ['added', 'bin/run', 1],
      ['added', 'data.bin', 0],
      ['added', 'link', 1],
      ['added', 'ä b/"q" \t.txt', 1],
    ]);
    expect(github.problems).toEqual([]);
  });

  it('replaces and deletes whole folders, and keeps submodules', async () => {
    const { git } = github.client('writer').rest;
    const first = await git.createTree({
      ...REPOSITORY,
      tree: ['d/one', 'd/two', 'd/deep/three', 'keep', 'x'].map(name => ({
        path: name,
        mode: '100644' as const,
        type: 'blob' as const,
        content: `${name}\n`,
      })),
    });
    const other = await git.createTree({
      ...REPOSITORY,
      tree: [{ path: 'new', mode: '100644', type: 'blob', content: 'n' }],
    });
    const changed = await git.createTree({
      ...REPOSITORY,
      base_tree: first.data.sha,
      tree: [
        { path: 'd', mode: '040000', type: 'tree', sha: other.data.sha },
        { path: 'x', sha: null },
        { path: 'keep/inside', mode: '100644', type: 'blob', content: 'file' },
        {
          path: 'module',
          mode: '160000',
          type: 'commit',
          sha: '1'.repeat(40),
        },
      ],
    });
    const listed = await git.getTree({
      ...REPOSITORY,
      tree_sha: changed.data.sha,
      recursive: 'true',
    });
    expect(listed.data.tree.map(entry => entry.path)).toEqual([
      'd',
      'd/new',
      'keep',
      'keep/inside',
      'module',
    ]);
    const emptied = await git.createTree({
      ...REPOSITORY,
      base_tree: first.data.sha,
      tree: [{ path: 'd', mode: '040000', type: 'tree', sha: null }],
    });
    expect(emptied.data.tree.map(entry => entry.path)).toEqual(['keep', 'x']);
    expect(github.problems).toEqual([]);
  });

  it.each([
    ['a path outside', { path: '../x', mode: '100644', content: '' }],
    ['an absolute path', { path: '/x', mode: '100644', content: '' }],
    ['the git folder', { path: 'a/.GIT/config', mode: '100644', content: '' }],
    ['an unknown mode', { path: 'x', mode: '100666', content: '' }],
    ['no content', { path: 'x', mode: '100644' }],
    ['a missing blob', { path: 'x', mode: '100644', sha: 'a'.repeat(40) }],
    ['a sha that is an option', { path: 'x', mode: '100644', sha: '--help' }],
    ['deleting what is not there', { path: 'missing', sha: null }],
  ])('refuses %s in a tree with 422', async (_name, entry) => {
    const { tree } = await headTree();
    const answer = await github.request(
      '/api/v3/repos/example/open/git/trees',
      {
        method: 'POST',
        token: 'token-of-writer',
        body: JSON.stringify({ base_tree: tree, tree: [entry] }),
      },
    );
    expect(answer.status).toBe(422);
    const body: unknown = JSON.parse(answer.text);
    github.check('POST', '/repos/{owner}/{repo}/git/trees', 422, body);
    expect(github.problems).toEqual([]);
  });
});
