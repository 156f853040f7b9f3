import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '@background-tasks/dev-github';
import type { PublishState } from '@background-tasks/plugin-background-tasks-node';
import { buildBundle } from '../__testUtils__/buildBundle';
import {
  PublishingFixture,
  WRITE_TOKEN,
} from '../__testUtils__/PublishingFixture';
import type { RetryEvent } from './Retries';

jest.setTimeout(120_000);

// Everything that publishing asks for, reads and writes.
const CALLS: [method: RegExp, path: RegExp][] = [
  [/^GET$/, /\/repos\/example\/[^/]+$/],
  [/^GET$/, /\/pulls\?/],
  [/^GET$/, /\/git\/ref\//],
  [/^GET$/, /\/git\/commits\//],
  [/^POST$/, /\/git\/blobs$/],
  [/^POST$/, /\/git\/trees$/],
  [/^POST$/, /\/git\/commits$/],
  [/^POST$/, /\/git\/refs$/],
  [/^POST$/, /\/pulls$/],
  [/^POST$/, /\/labels$/],
  [/^POST$/, /\/requested_reviewers$/],
];
const WRITES = CALLS.filter(([method]) => method.test('POST'));

const FAULTS: Record<Fault['kind'], Fault[]> = {
  rateLimit: [
    { kind: 'rateLimit', status: 403, retryAfterSeconds: 0 },
    { kind: 'rateLimit', status: 429, retryAfterSeconds: 0 },
  ],
  secondaryRateLimit: [
    { kind: 'secondaryRateLimit', status: 403, retryAfterSeconds: 0 },
    { kind: 'secondaryRateLimit', status: 429, retryAfterSeconds: 0 },
  ],
  serverError: [
    { kind: 'serverError', status: 500 },
    { kind: 'serverError', status: 502 },
    { kind: 'serverError', status: 503 },
  ],
  slow: [{ kind: 'slow', delayMs: 30 }],
  dropBefore: [{ kind: 'dropBefore' }],
  dropAfter: [{ kind: 'dropAfter' }],
  truncate: [{ kind: 'truncate' }],
};

describe('publishing to a GitHub that fails', () => {
  let fixture: PublishingFixture;

  beforeAll(async () => {
    fixture = await PublishingFixture.create();
    fixture.github.addToken({ token: 'mate', login: 'mate', scope: 'write' });
  });

  afterEach(() => {
    fixture.github.faults.clear();
  });

  afterAll(async () => {
    await fixture.close();
  });

  async function changedRepository() {
    const repository = await fixture.createRepository();
    await writeFile(join(repository.clone, 'README.md'), 'Hello, world\n');
    await writeFile(join(repository.clone, 'data.bin'), Buffer.from([0, 255]));
    return repository;
  }

  function codeHost(onRetry?: (event: RetryEvent) => void) {
    return fixture.codeHost(WRITE_TOKEN, {
      retry: { baseMs: 5 },
      publishing: { paceWrites: false },
      onRetry,
    });
  }

  const request = {
    output: { labels: ['dependencies'], reviewers: ['mate'] },
  };

  /** What is at the host once all is done: one of each. */
  async function expectPublishedOnce(
    repository: { name: string; url: string },
    headCommit: string,
  ) {
    const target = { owner: 'example', repo: repository.name };
    const { data: pulls } = await fixture
      .api()
      .rest.pulls.list({ ...target, state: 'all' });
    expect(pulls.map(pull => pull.head.sha)).toEqual([headCommit]);
    expect(pulls[0].labels.map(label => label.name)).toEqual([
      'background-task',
      'dependencies',
    ]);
    expect(pulls[0].requested_reviewers).toMatchObject([{ login: 'mate' }]);
    const { data: comments } = await fixture
      .api()
      .rest.issues.listComments({ ...target, issue_number: 1 });
    expect(comments).toEqual([]);
    expect(await fixture.branches(repository.url)).toEqual([
      'background-task-upgrade-lodash',
      'main',
    ]);
  }

  it.each(Object.entries(FAULTS))(
    'publishes once where every call fails once by %s',
    async (kind, faults) => {
      const repository = await changedRepository();
      const retries: RetryEvent[] = [];
      const before = fixture.github.faults.count();
      fixture.github.faults.set(
        ...CALLS.map(([method, path], seed) => ({
          fault: faults,
          method,
          path,
          next: 1,
          seed,
        })),
      );

      const result = await fixture.publish(repository, {
        codeHost: codeHost(event => retries.push(event)),
        request,
      });

      expect(fixture.github.faults.count() - before).toBe(CALLS.length);
      expect(retries).toHaveLength(kind === 'slow' ? 0 : CALLS.length);
      expect(result.warnings).toEqual([]);
      await expectPublishedOnce(repository, result.headCommit);
    },
  );

  it.each(WRITES.map(([, path]) => [path.source, path] as const))(
    'goes on where it was killed as the answer of %s was lost',
    async (_name, path) => {
      const repository = await changedRepository();
      const steps: PublishState[] = [];
      const controller = new AbortController();
      fixture.github.faults.set({
        fault: { kind: 'dropAfter' },
        method: /^POST$/,
        path,
        next: 1,
      });

      const killed = fixture.publish(repository, {
        codeHost: codeHost(() => controller.abort(new Error('killed'))),
        request,
        onStep: async state => void steps.push(state),
        signal: controller.signal,
      });
      await expect(killed).rejects.toThrow('killed');
      const resumed = await fixture.publish(repository, {
        codeHost: codeHost(),
        request,
        state: steps.at(-1),
      });

      await expectPublishedOnce(repository, resumed.headCommit);
    },
  );

  it('finds what it wrote where the last answer that it waits for is lost', async () => {
    const repository = await changedRepository();
    fixture.github.faults.set({
      fault: { kind: 'dropAfter' },
      method: /^POST$/,
      path: /\/(git\/refs|pulls)$/,
    });

    const result = await fixture.publish(repository, {
      codeHost: codeHost(),
      request,
    });

    const writes = fixture.github
      .requests()
      .filter(
        ({ method, path }) =>
          method === 'POST' &&
          path.startsWith(`/api/v3/repos/example/${repository.name}/`),
      );
    expect(writes.filter(({ path }) => path.endsWith('/refs'))).toHaveLength(1);
    expect(writes.filter(({ path }) => path.endsWith('/pulls'))).toHaveLength(
      1,
    );
    await expectPublishedOnce(repository, result.headCommit);
  });

  it('says what is wrong once it has tried often enough', async () => {
    const repository = await changedRepository();
    const retries: RetryEvent[] = [];
    fixture.github.faults.set({
      fault: { kind: 'serverError', status: 503 },
      method: /^POST$/,
      path: new RegExp(`${repository.name}/git/commits`),
    });
    const publish = fixture.publish(repository, {
      codeHost: codeHost(event => retries.push(event)),
    });
    await expect(publish).rejects.toMatchObject({
      name: 'PublishError',
      outcome: 'infrastructure',
      message: expect.stringMatching(/create the commit.*status 503/),
    });
    expect(retries).toHaveLength(7);
    expect(retries[0]).toMatchObject({ reason: 'serverError' });

    fixture.github.faults.set({
      fault: { kind: 'rateLimit', retryAfterSeconds: 3600 },
      method: /^POST$/,
      path: new RegExp(`${repository.name}/git/commits`),
    });
    await expect(
      fixture.publish(repository, { codeHost: codeHost() }),
    ).rejects.toMatchObject({
      outcome: 'infrastructure',
      message: expect.stringContaining('API rate limit exceeded'),
    });
    expect(await fixture.branches(repository.url)).toEqual(['main']);
  });

  it('publishes each of 20 changes once in a storm that strikes one call in five', async () => {
    const repositories = await Promise.all(
      Array.from({ length: 5 }, () => changedRepository()),
    );
    const bundles = await Promise.all(
      repositories.map(({ clone }) => buildBundle(clone)),
    );
    const host = codeHost();
    const before = fixture.github.faults.count();
    fixture.github.faults.set({
      fault: Object.values(FAULTS).flat(),
      share: 0.2,
      seed: 20,
    });

    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        fixture.publish(repositories[index % 5], {
          codeHost: host,
          request,
          bundle: bundles[index % 5],
          task: { uid: `${index}-of-the-storm`, name: `storm-${index}` },
        }),
      ),
    );

    fixture.github.faults.clear();
    expect(fixture.github.faults.count() - before).toBeGreaterThan(40);
    for (const [index, repository] of repositories.entries()) {
      const own = results.filter((_, result) => result % 5 === index);
      const { data: pulls } = await fixture.api().rest.pulls.list({
        owner: 'example',
        repo: repository.name,
        state: 'all',
      });
      expect(pulls.map(pull => pull.head.sha).sort()).toEqual(
        own.map(result => result.headCommit).sort(),
      );
      expect(pulls.map(pull => pull.number).sort()).toEqual([1, 2, 3, 4]);
      for (const pull of pulls) {
        expect(pull.labels.map(label => label.name)).toEqual([
          'background-task',
          'dependencies',
        ]);
        expect(pull.requested_reviewers).toHaveLength(1);
      }
      expect(await fixture.branches(repository.url)).toHaveLength(5);
    }
  });
});
