import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishState } from '@background-tasks/plugin-background-tasks-node';
import {
  PublishingFixture,
  WRITE_TOKEN,
} from '../__testUtils__/PublishingFixture';

jest.setTimeout(120_000);

const BRANCH = 'background-task-upgrade-lodash';
const request = { output: { type: 'fork' as const } };

describe('publishing to GitHub by a fork', () => {
  let fixture: PublishingFixture;

  beforeAll(async () => {
    fixture = await PublishingFixture.create();
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
    return repository;
  }

  function codeHost(forkOwner?: string) {
    return fixture.codeHost(WRITE_TOKEN, {
      retry: { baseMs: 5 },
      publishing: { paceWrites: false, forkOwner },
    });
  }

  function writesOf(name: string): string[] {
    return fixture.github
      .requests()
      .filter(
        ({ method, path }) =>
          method !== 'GET' &&
          path.startsWith('/api/') &&
          path.includes(`/${name}/`),
      )
      .map(({ path }) => path.replace(/^.*\/repos\//, ''));
  }

  it('forks, waits for the fork, and opens the pull request across, once', async () => {
    const repository = await changedRepository();
    fixture.github.configureRepository({
      owner: 'example',
      name: repository.name,
      forkReads: 3,
    });
    const steps: PublishState[] = [];

    const result = await fixture.publish(repository, {
      codeHost: codeHost(),
      request,
      onStep: async state => void steps.push(state),
    });

    const { data: pull } = await fixture.api().rest.pulls.get({
      owner: 'example',
      repo: repository.name,
      pull_number: result.prNumber,
    });
    expect(pull.head.label).toBe(`bot:${BRANCH}`);
    expect(pull.head.sha).toBe(result.headCommit);
    expect(pull.base.label).toBe('example:main');
    expect(pull.mergeable).toBe(true);
    expect(result.warnings).toEqual([]);
    expect(await fixture.branches(repository.url)).toEqual(['main']);
    expect(steps.at(-1)).toMatchObject({
      fork: { owner: 'bot', name: repository.name },
      forkSynced: true,
      prNumber: result.prNumber,
    });
    expect(writesOf(repository.name)).toEqual([
      `example/${repository.name}/forks`,
      `bot/${repository.name}/merge-upstream`,
      ...['trees', 'commits', 'refs'].map(
        path => `bot/${repository.name}/git/${path}`,
      ),
      `example/${repository.name}/pulls`,
      `example/${repository.name}/issues/1/labels`,
    ]);

    const again = await fixture.publish(repository, {
      codeHost: codeHost(),
      request,
    });
    expect(again).toEqual(result);
    expect(writesOf(repository.name)).toHaveLength(7);
  });

  it('brings a fork that is there up to date first', async () => {
    const repository = await changedRepository();
    const target = { owner: 'example', repo: repository.name };
    await fixture.api().rest.repos.createFork(target);
    await fixture.commitTo(repository.name, { 'other.txt': 'other\n' });
    await fixture.pull(repository.clone);
    await writeFile(join(repository.clone, 'README.md'), 'Hello, again\n');

    const result = await fixture.publish(repository, {
      codeHost: codeHost(),
      request,
    });

    const { data: files } = await fixture
      .api()
      .rest.pulls.listFiles({ ...target, pull_number: result.prNumber });
    expect(files.map(({ filename }) => filename)).toEqual(['README.md']);
    expect(result.warnings).toEqual([]);
  });

  it.each([/\/forks$/, /\/merge-upstream$/, /\/git\/refs$/, /\/pulls$/])(
    'goes on where it was killed as the answer of %s was lost',
    async path => {
      const repository = await changedRepository();
      const killed = new Error('killed');
      const controller = new AbortController();
      fixture.github.faults.set({
        fault: { kind: 'dropAfter' },
        method: /^POST$/,
        path,
        next: 1,
      });
      let stored: PublishState = {};
      const first = fixture.publish(repository, {
        codeHost: fixture.codeHost(WRITE_TOKEN, {
          retry: { baseMs: 5 },
          publishing: { paceWrites: false },
          onRetry: () => controller.abort(killed),
        }),
        request,
        signal: controller.signal,
        onStep: async state => {
          stored = state;
        },
      });
      await expect(first).rejects.toBe(killed);

      const result = await fixture.publish(repository, {
        codeHost: codeHost(),
        request,
        state: stored,
      });

      const { data: pulls } = await fixture.api().rest.pulls.list({
        owner: 'example',
        repo: repository.name,
        state: 'all',
      });
      expect(pulls.map(pull => pull.head.sha)).toEqual([result.headCommit]);
      const { data: branches } = await fixture
        .api()
        .rest.repos.listBranches({ owner: 'bot', repo: repository.name });
      expect(branches.map(({ name }) => name)).toEqual([BRANCH, 'main']);
    },
  );

  it('forks for a GitHub App into the organization that is configured', async () => {
    const repository = await changedRepository();
    const keys = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    fixture.github.addApp({
      appId: 1,
      slug: 'tasks',
      publicKey: keys.publicKey,
      installations: [
        { owner: 'example', repositories: [repository.name] },
        { owner: 'forks' },
      ],
    });
    const app = (forkOwner?: string) =>
      fixture.codeHost(
        {
          apps: [
            {
              appId: 1,
              privateKey: keys.privateKey,
              clientId: 'id',
              clientSecret: 'secret',
              webhookSecret: 'hook',
            },
          ],
        },
        { publishing: { paceWrites: false, forkOwner } },
      );

    await expect(
      fixture.publish(repository, { codeHost: app(), request }),
    ).rejects.toMatchObject({
      outcome: 'accessDenied',
      message: expect.stringContaining('backgroundTasks.publishing.forkOwner'),
    });
    const result = await fixture.publish(repository, {
      codeHost: app('forks'),
      request,
    });

    const { data: pull } = await fixture.api().rest.pulls.get({
      owner: 'example',
      repo: repository.name,
      pull_number: result.prNumber,
    });
    expect(pull.head.label).toBe(`forks:${BRANCH}`);
    expect(pull.user.login).toBe('tasks[bot]');
  });

  it('says what to do where there can be no fork', async () => {
    const repository = await changedRepository();
    const publish = (forkOwner?: string) =>
      fixture.publish(repository, { codeHost: codeHost(forkOwner), request });

    await expect(publish('example')).rejects.toMatchObject({
      outcome: 'accessDenied',
      message: expect.stringContaining("output type 'origin'"),
    });
    fixture.github.configureRepository({
      owner: 'example',
      name: repository.name,
      forking: false,
    });
    await expect(publish()).rejects.toMatchObject({
      outcome: 'accessDenied',
      message: expect.stringContaining('may not be forked'),
    });
    expect(writesOf(repository.name)).toEqual([]);
  });
});
