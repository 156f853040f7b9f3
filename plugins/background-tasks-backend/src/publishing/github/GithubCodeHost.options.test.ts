import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloneAccess } from '@background-tasks/plugin-background-tasks-node';
import { buildBundle } from '../__testUtils__/buildBundle';
import { git } from '../__testUtils__/git';
import {
  PublishingFixture,
  WRITE_TOKEN,
} from '../__testUtils__/PublishingFixture';

jest.setTimeout(120_000);

const BRANCH = 'background-task-upgrade-lodash';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

describe('publishing to GitHub in other ways', () => {
  let fixture: PublishingFixture;

  beforeAll(async () => {
    fixture = await PublishingFixture.create();
    fixture.github.addToken({ token: 'mate', login: 'mate', scope: 'write' });
  });

  afterAll(async () => {
    await fixture.close();
  });

  async function changedRepository(options: { drafts?: boolean } = {}) {
    const repository = await fixture.createRepository(undefined, options);
    await writeFile(join(repository.clone, 'README.md'), 'Hello, world\n');
    return repository;
  }

  const host = () =>
    fixture.codeHost(WRITE_TOKEN, { publishing: { paceWrites: false } });

  it('opens a draft against another branch, with labels and reviewers', async () => {
    const repository = await changedRepository();
    const target = { owner: 'example', repo: repository.name };
    const { git: data, pulls } = fixture.api().rest;
    const main = await data.getRef({ ...target, ref: 'heads/main' });
    await data.createRef({
      ...target,
      ref: 'refs/heads/next',
      sha: main.data.object.sha,
    });
    const request = {
      output: {
        target: 'next',
        draft: true,
        labels: ['Dependencies', 'Background-Task'],
        reviewers: ['mate'],
      },
    };

    const result = await fixture.publish(repository, {
      codeHost: host(),
      request,
    });

    const pull = await pulls.get({ ...target, pull_number: result.prNumber });
    expect(pull.data).toMatchObject({
      base: { ref: 'next' },
      draft: true,
      labels: [{ name: 'background-task' }, { name: 'Dependencies' }],
      requested_reviewers: [{ login: 'mate' }],
    });
    expect(result.warnings).toEqual([]);
    const writes = fixture.writes(repository.name);
    const again = await fixture.publish(repository, {
      codeHost: host(),
      request,
    });
    expect(again).toEqual(result);
    expect(fixture.writes(repository.name)).toBe(writes);
  });

  it('warns of what the host refuses, and publishes all the same', async () => {
    const repository = await changedRepository({ drafts: false });

    const result = await fixture.publish(repository, {
      codeHost: host(),
      request: {
        output: {
          draft: true,
          labels: ['fine', 'x'.repeat(51)],
          reviewers: ['nobody', 'mate', 'example/team'],
        },
      },
    });

    expect(result.warnings).toEqual([
      expect.stringContaining('no drafts'),
      expect.stringMatching(/^GitHub refused the label 'x+'/),
      expect.stringMatching(/^GitHub refused the reviewer 'nobody': Reviews/),
      expect.stringMatching(/^GitHub refused the reviewer 'example\/team'/),
    ]);
    const { data: pull } = await fixture.api().rest.pulls.get({
      owner: 'example',
      repo: repository.name,
      pull_number: result.prNumber,
    });
    expect(pull).toMatchObject({
      draft: false,
      labels: [{ name: 'background-task' }, { name: 'fine' }],
      requested_reviewers: [{ login: 'mate' }],
    });
  });

  it('tells what became of a pull request', async () => {
    const repository = await changedRepository();
    const resolved = await host().resolve(repository.url);
    const target = { owner: 'example', repo: repository.name };
    const first = await fixture.publish(repository, { codeHost: host() });
    const state = (number: number) => host().pullRequestState(resolved, number);

    expect(await state(first.prNumber)).toBe('open');
    await fixture.api().rest.pulls.update({
      ...target,
      pull_number: first.prNumber,
      state: 'closed',
    });
    expect(await state(first.prNumber)).toBe('closed');

    const second = await fixture.publish(repository, {
      codeHost: host(),
      task: { uid: 'another-task', name: 'another' },
    });
    await fixture
      .api()
      .rest.pulls.merge({ ...target, pull_number: second.prNumber });
    expect(await state(second.prNumber)).toBe('merged');
    await expect(state(99)).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('publishes 3,000 files by ten writes', async () => {
    const repository = await fixture.createRepository();
    await mkdir(join(repository.clone, 'src'));
    const names = Array.from({ length: 3_000 }, (_, index) => `src/f${index}`);
    await Promise.all(
      names.map(name => writeFile(join(repository.clone, name), `${name}\n`)),
    );
    const bundle = await buildBundle(repository.clone);

    const result = await fixture.publish(repository, {
      codeHost: host(),
      bundle,
    });

    const own = fixture.github
      .requests()
      .filter(({ path }) => path.includes(`/repos/example/${repository.name}`));
    const writes = own.filter(({ method }) => method !== 'GET');
    expect(writes).toHaveLength(10);
    expect(own.length - writes.length).toBeLessThanOrEqual(15);
    expect(
      await git(
        join(
          fixture.directory,
          'hub',
          'repos',
          'example',
          `${repository.name}.git`,
        ),
        ['rev-parse', `${BRANCH}^{tree}`],
      ),
    ).toBe(bundle.tree);
    expect(result.headCommit).toMatch(/^[0-9a-f]{40}$/);
  });

  it('refuses more files than GitHub would take in the hour, before any write', async () => {
    const repository = await changedRepository();
    const bundle = await buildBundle(repository.clone);
    const entries = Array.from({ length: 301 }, (_, index) => {
      const data = Buffer.from([0, index % 256, Math.floor(index / 256)]);
      return {
        op: 'write' as const,
        path: `f${index}`,
        mode: '100644' as const,
        oid: createHash('sha1').update(data).digest('hex'),
        data: data.toString('base64'),
      };
    });

    const publish = fixture.publish(repository, {
      codeHost: host(),
      bundle: { ...bundle, entries },
    });

    await expect(publish).rejects.toThrow('in smaller parts');
    expect(fixture.writes(repository.name)).toBe(0);
  });

  describe('as a GitHub App', () => {
    function install(options: { name: string; tokenLifetimeMs?: number }) {
      fixture.github.addApp({
        appId: 1,
        slug: 'tasks',
        publicKey: keys.publicKey,
        tokenLifetimeMs: options.tokenLifetimeMs,
        installations: [{ owner: 'example', repositories: [options.name] }],
      });
      return fixture.codeHost(
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
        { publishing: { paceWrites: false } },
      );
    }

    function tokenOf(access: CloneAccess): string {
      const [, pair = ''] = access.authorization?.split(' ') ?? [];
      const text = Buffer.from(pair, 'base64').toString('utf8');
      return text.slice(text.indexOf(':') + 1);
    }

    function clientOf(access: CloneAccess) {
      return fixture.api(tokenOf(access)).rest;
    }

    it('publishes what counts as signed, and reads by a token for that alone', async () => {
      const other = await fixture.createRepository();
      const repository = await changedRepository();
      const target = { owner: 'example', repo: repository.name };
      const app = install(repository);
      const resolved = await app.resolve(repository.url);
      const access = await app.cloneAccess(resolved);

      const reader = clientOf(access);
      await reader.git.getRef({ ...target, ref: 'heads/main' });
      await expect(
        reader.git.createBlob({ ...target, content: 'x' }),
      ).rejects.toMatchObject({ status: 403 });
      await expect(
        reader.repos.get({ ...target, repo: other.name }),
      ).rejects.toMatchObject({ status: 404 });

      const result = await fixture.publish(repository, { codeHost: app });
      const { data: commit } = await fixture.api().rest.git.getCommit({
        ...target,
        commit_sha: result.headCommit,
      });
      expect(commit.author.name).toBe('tasks[bot]');
      expect(commit.verification.verified).toBe(true);
      const { data: pull } = await fixture
        .api()
        .rest.pulls.get({ ...target, pull_number: result.prNumber });
      expect(pull.user).toMatchObject({ login: 'tasks[bot]', type: 'Bot' });
      await expect(app.resolve(other.url)).rejects.toThrow(other.name);
    });

    it('gets new tokens where the old ones have expired', async () => {
      const repository = await changedRepository();
      const app = install({ ...repository, tokenLifetimeMs: 1_500 });
      const resolved = await app.resolve(repository.url);
      const target = { owner: 'example', repo: repository.name };
      const first = await app.cloneAccess(resolved);
      const ask = async (access: CloneAccess) => {
        const answer = await clientOf(access)
          .repos.get(target)
          .catch(error => error);
        return answer.status;
      };
      let status = await ask(first);
      expect(status).toBe(200);
      while (status !== 401) {
        status = await ask(first);
      }

      expect(await ask(await app.cloneAccess(resolved))).toBe(200);
      const result = await fixture.publish(repository, { codeHost: app });
      expect(result.warnings).toEqual([]);
      expect(await app.pullRequestState(resolved, result.prNumber)).toBe(
        'open',
      );
    });

    it('mints again where GitHub fails as it does', async () => {
      const repository = await changedRepository();
      const app = install(repository);
      const resolved = await app.resolve(repository.url);
      for (const kind of ['dropAfter', 'truncate', 'serverError'] as const) {
        fixture.github.faults.set({
          fault: { kind },
          path: /\/access_tokens$/,
          next: 1,
        });
        const access = await app.cloneAccess(resolved);
        expect(tokenOf(access)).toMatch(/^ghs_/);
      }
      fixture.github.faults.clear();
    });
  });
});
