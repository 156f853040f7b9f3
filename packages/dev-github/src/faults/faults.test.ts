import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { TestGithub, TOKENS } from '../__testUtils__/TestGithub';
import { Fault } from './types';

const REF = '/api/v3/repos/example/open/git/ref/heads/main';

jest.setTimeout(60_000);

describe('faults', () => {
  let github: TestGithub;

  beforeEach(async () => {
    github = await TestGithub.start();
  });

  afterEach(async () => {
    await github.stop();
  });

  function label(name: string) {
    return github.request('/api/v3/repos/example/open/labels', {
      method: 'POST',
      token: TOKENS.writer,
      body: JSON.stringify({ name }),
    });
  }

  async function labels(): Promise<string[]> {
    const client = github.client('reader');
    const { data } = await client.rest.issues.listLabelsForRepo({
      owner: 'example',
      repo: 'open',
    });
    return data.map(item => item.name);
  }

  it('answers limits with the headers and words of GitHub', async () => {
    github.server.faults.set({
      fault: { kind: 'rateLimit', status: 429, retryAfterSeconds: 7 },
      next: 1,
    });
    const limited = await github.request(REF);
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('7');
    expect(limited.headers.get('x-ratelimit-remaining')).toBe('0');
    const reset = Number(limited.headers.get('x-ratelimit-reset'));
    expect(reset - Date.now() / 1000).toBeGreaterThan(5);
    expect(JSON.parse(limited.text).message).toMatch(
      /^API rate limit exceeded/,
    );

    github.server.faults.set({
      fault: { kind: 'secondaryRateLimit' },
      next: 1,
    });
    const secondary = await github.request(REF);
    expect(secondary.status).toBe(403);
    expect(secondary.headers.get('retry-after')).toBe('1');
    expect(secondary.headers.get('x-ratelimit-remaining')).toBeNull();
    expect(secondary.text).toContain('secondary rate limit');

    expect((await github.request(REF)).status).toBe(200);
    expect(github.server.faults.count()).toBe(2);
    expect(github.server.requests()).toMatchObject([
      { status: 429, fault: 'rateLimit' },
      { status: 403, fault: 'secondaryRateLimit' },
      { status: 200, fault: undefined },
    ]);
  });

  it.each([
    ['serverError', { kind: 'serverError', status: 503 }, false],
    ['dropBefore', { kind: 'dropBefore' }, false],
    ['dropAfter', { kind: 'dropAfter' }, true],
    ['truncate', { kind: 'truncate' }, true],
  ] satisfies [string, Fault, boolean][])(
    'fails by %s, and carries out only what it says',
    async (kind, fault, isCarriedOut) => {
      github.server.faults.set({ fault, method: /^POST$/, next: 1 });

      const answer = await label('one').catch(() => undefined);

      expect(answer?.status).toBe(kind === 'serverError' ? 503 : undefined);
      expect(await labels()).toEqual(isCarriedOut ? ['one'] : []);
      expect((await label('two')).status).toBe(201);
    },
  );

  it('carries out a slow call late, and lets a server stop while one waits', async () => {
    github.server.faults.set({ fault: { kind: 'slow', delayMs: 60 }, next: 1 });
    const start = performance.now();
    expect((await github.request(REF)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(50);

    github.server.faults.set({ fault: { kind: 'slow', delayMs: 600_000 } });
    const waiting = github.request(REF).catch(() => 'gone');
    while (github.server.faults.count() < 2) await setImmediate();
    await github.restart();
    expect(await waiting).toBe('gone');
  });

  it('strikes the same share of calls for the same seed, and only those that match', async () => {
    const run = async (seed: number) => {
      github.server.faults.set({
        fault: [{ kind: 'serverError', status: 500 }, { kind: 'rateLimit' }],
        path: /\/meta$/,
        share: 0.2,
        seed,
      });
      const statuses: number[] = [];
      for (let call = 0; call < 100; call++) {
        statuses.push((await github.request('/api/v3/meta')).status);
      }
      return statuses;
    };

    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
    const struck = first.filter(status => status !== 200);
    expect(struck.length).toBeGreaterThan(10);
    expect(struck.length).toBeLessThan(30);
    expect(new Set(struck)).toEqual(new Set([500, 403]));

    github.server.faults.set({
      fault: { kind: 'serverError' },
      path: /nothing/,
    });
    expect((await github.request(REF)).status).toBe(200);
    github.server.faults.set({ fault: { kind: 'serverError' } });
    github.server.faults.clear();
    expect((await github.request(REF)).status).toBe(200);
    expect(() =>
      github.server.faults.set({ fault: { kind: 'dropBefore' }, share: 2 }),
    ).toThrow("not '2'");
  });

  it('strikes git too', async () => {
    const url = github.cloneUrl('open', TOKENS.writer);
    const clone = (name: string) =>
      github.git(github.folder, 'clone', '-q', url, name);

    github.server.faults.set({
      fault: { kind: 'secondaryRateLimit', status: 429 },
      path: /info\/refs/,
    });
    await expect(clone('limited')).rejects.toThrow('429');
    github.server.faults.set({
      fault: { kind: 'truncate' },
      path: /\/git-upload-pack$/,
    });
    await expect(clone('cut')).rejects.toThrow('clone');
    github.server.faults.clear();
    await clone('whole');

    const work = path.join(github.folder, 'whole');
    await github.git(work, 'commit', '-q', '--allow-empty', '-m', 'Empty');
    github.server.faults.set({
      fault: { kind: 'dropAfter' },
      path: /\/git-receive-pack$/,
    });
    await expect(github.git(work, 'push', '-q')).rejects.toThrow('push');
    github.server.faults.clear();
    expect(await github.git(work, 'ls-remote', 'origin', 'main')).toContain(
      await github.git(work, 'rev-parse', 'HEAD'),
    );
  });
});
