import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  Bench,
  createRepository,
  createWorkshop,
  git,
  serveGit,
  type DumbGitServer,
} from '../../testing';
import { runClonePhase } from './clonePhase';

const TOKEN = 'very-secret-token-1';

describe('clone', () => {
  const workshop = createWorkshop();
  const servers: DumbGitServer[] = [];
  let count = 0;

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  afterAll(workshop.remove);

  function createOrigin(name: string): string {
    return createRepository(join(workshop.dir, name), { 'a.md': '1\n' });
  }

  function createBench(cloneUrl: string): Bench {
    return new Bench(join(workshop.dir, `workspace-${count++}`), cloneUrl);
  }

  async function serve(
    origin: string,
    answer: Parameters<typeof serveGit>[1],
  ): Promise<DumbGitServer> {
    const server = await serveGit(origin, answer);
    servers.push(server);
    return server;
  }

  const clone = (bench: Bench) => bench.run('clone', runClonePhase);

  it('makes a pristine and a working copy that share nothing', async () => {
    const origin = createOrigin('shared');
    git(origin, 'commit', '--quiet', '--allow-empty', '--message', 'Second');
    git(origin, 'branch', 'other');
    git(origin, 'tag', 'v1');
    const bench = createBench(`file://${origin}`);

    expect(await clone(bench)).toEqual({
      outcome: 'ok',
      baseCommit: git(origin, 'rev-parse', 'HEAD'),
      branch: 'main',
    });

    expect(git(bench.work, 'status', '--porcelain', '--branch')).toBe(
      '## main...origin/main',
    );
    expect(git(bench.work, 'rev-list', '--count', 'HEAD')).toBe('2');
    expect(git(bench.work, 'remote', 'get-url', 'origin')).toBe(
      'https://code.example/repo',
    );
    expect(git(bench.work, 'branch', '--all')).not.toContain('other');
    const alternates = '.git/objects/info/alternates';
    expect(existsSync(join(bench.work, alternates))).toBe(false);
    const links = execFileSync(
      'find',
      [bench.root, '-type', 'f', '-links', '+1'],
      { encoding: 'utf8' },
    );
    expect(links).toBe('');
  });

  it('takes the branch that it is told', async () => {
    const origin = createOrigin('branches');
    git(origin, 'branch', 'feature/ä');
    const bench = createBench(`file://${origin}`);
    bench.spec.repository.branch = 'feature/ä';

    expect(await clone(bench)).toMatchObject({
      outcome: 'ok',
      branch: 'feature/ä',
    });
    expect(git(bench.work, 'symbolic-ref', '--short', 'HEAD')).toBe(
      'feature/ä',
    );
  });

  it('shows its token to the repository alone, and leaves it nowhere', async () => {
    const origin = createOrigin('private');
    const server = await serve(origin, ({ headers }) =>
      headers.authorization === `Bearer ${TOKEN}` ? 200 : 401,
    );
    const bench = createBench(server.url);
    bench.secrets = { gitToken: TOKEN };

    expect(await clone(bench)).toMatchObject({ outcome: 'ok' });

    expect(() =>
      execFileSync('grep', ['-r', '-l', TOKEN, bench.root]),
    ).toThrow();
    expect(JSON.stringify(bench.events)).not.toContain(TOKEN);
  });

  it('tries again when the network fails half-way', async () => {
    const origin = createOrigin('flaky');
    let failures = 1;
    const server = await serve(origin, () => (failures-- > 0 ? 503 : 200));
    const bench = createBench(server.url);

    expect(await clone(bench)).toMatchObject({ outcome: 'ok' });

    expect(bench.log).toMatch(
      /Attempt 1 of 3 failed: .*503.* Trying again in 1\.\d s\./,
    );
  });

  it("gives up in git's own words", async () => {
    const server = await serve(createOrigin('broken'), () => 500);
    const bench = createBench(server.url);

    expect(await clone(bench)).toEqual({
      outcome: 'infrastructure',
      error: expect.stringMatching(
        /^Cloning https:\/\/code\.example\/repo failed: .*returned error: 500/,
      ),
    });
    expect(bench.log).toContain('Attempt 2 of 3 failed');
  }, 30_000);

  it.each([
    [404, /^https:\/\/code\.example\/repo was not found\. Check that the URL/],
    [401, /^Access to https:\/\/code\.example\/repo was refused\. Check that/],
    [403, /^Access to https:\/\/code\.example\/repo was refused\. Check that/],
  ])('says what to check when the answer is %d', async (status, error) => {
    const server = await serve(createOrigin(`status-${status}`), () => status);
    const bench = createBench(server.url);
    bench.secrets = { gitToken: TOKEN };

    const result = await clone(bench);

    expect(result).toEqual({
      outcome: 'accessDenied',
      error: expect.stringMatching(error),
    });
    expect(bench.log).not.toContain('Trying again');
  });

  it('says that a repository does not exist', async () => {
    const bench = createBench(`file://${join(workshop.dir, 'nothing')}`);

    expect(await clone(bench)).toMatchObject({
      outcome: 'accessDenied',
      error: expect.stringContaining('was not found'),
    });
  });

  it('says that a branch does not exist', async () => {
    const bench = createBench(`file://${createOrigin('no-branch')}`);
    bench.spec.repository.branch = 'missing';

    expect(await clone(bench)).toEqual({
      outcome: 'accessDenied',
      error:
        "Branch 'missing' not found in https://code.example/repo: check the branch.",
    });
  });

  it('says that a repository is empty', async () => {
    const origin = join(workshop.dir, 'empty');
    git(workshop.dir, 'init', '--quiet', 'empty');
    const bench = createBench(`file://${origin}`);

    expect(await clone(bench)).toMatchObject({
      outcome: 'accessDenied',
      error: expect.stringContaining('has no commit yet'),
    });
  });

  it('says that git is missing', async () => {
    const bench = createBench(`file://${createOrigin('no-git')}`);
    const path = process.env.PATH;
    process.env.PATH = '/nonexistent';
    try {
      expect(await clone(bench)).toEqual({
        outcome: 'infrastructure',
        error: 'git is not installed where the task runs.',
      });
    } finally {
      process.env.PATH = path;
    }
  });
});
