import {
  chmod,
  lstat,
  mkdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishState } from '@background-tasks/plugin-background-tasks-node';
import { buildBundle } from '../__testUtils__/buildBundle';
import { git } from '../__testUtils__/git';
import {
  PublishingFixture,
  READ_TOKEN,
  WRITE_TOKEN,
} from '../__testUtils__/PublishingFixture';

jest.setTimeout(60_000);

const UID = '0a1b2c3d-0000-4000-8000-000000000001';

describe('publishing to GitHub', () => {
  let fixture: PublishingFixture;

  // One for each test: the limits on writes are per host.
  beforeEach(async () => {
    fixture = await PublishingFixture.create();
  });

  afterEach(async () => {
    await fixture.close();
  });

  async function changedRepository() {
    const repository = await fixture.createRepository();
    await writeFile(join(repository.clone, 'README.md'), 'Hello, world\n');
    return repository;
  }

  async function pullsOf(name: string) {
    const { data } = await fixture
      .api()
      .rest.pulls.list({ owner: 'example', repo: name, state: 'all' });
    return data;
  }

  it('opens a labelled pull request that tells what was asked, changed and checked', async () => {
    const repository = await changedRepository();
    const steps: PublishState[] = [];

    const result = await fixture.publish(repository, {
      onStep: async state => void steps.push(state),
    });

    const { data: pull } = await fixture.api().rest.pulls.get({
      owner: 'example',
      repo: repository.name,
      pull_number: result.prNumber,
    });
    expect(result.prUrl).toBe(pull.html_url);
    expect(result.createdAt).toBe(pull.created_at);
    expect(pull.title).toBe(
      '[Background Task] upgrade-lodash: Upgrade lodash to 4.17.21',
    );
    expect(pull.head.ref).toBe('background-task-upgrade-lodash');
    expect(pull.head.sha).toBe(result.headCommit);
    expect(pull.base.ref).toBe('main');
    expect(pull.labels.map(label => label.name)).toEqual(['background-task']);
    expect(pull.body).toContain('```text\nUpgrade lodash to 4.17.21\n```');
    expect(pull.body).toContain('- modified ` README.md `');
    expect(pull.body).toContain('✅ Linting passed');
    expect(pull.body).toContain('| Linting | ` npm run lint ` | ✅ passed |');
    expect(pull.body).toContain('2026-01-02T03:04:05.678Z');
    expect(pull.body).toContain('user:default/guest');
    expect(pull.body).toContain(
      '<http://portal.example.com/background-tasks/developers/upgrade-lodash>',
    );
    expect(pull.body).toContain('Automated changes from background task');
    expect(result.commitMessage).toBe(
      `Upgrade lodash to 4.17.21\n\nBackground-Task-Project: developers\nBackground-Task-Name: upgrade-lodash\nBackground-Task-Id: ${UID}`,
    );
    expect(fixture.writes(repository.name)).toBe(5);
    expect(steps).toHaveLength(6);
    expect(steps.at(-1)).toEqual({
      branch: 'background-task-upgrade-lodash',
      treeSha: expect.any(String),
      commitSha: result.headCommit,
      refCreated: true,
      prNumber: result.prNumber,
      prUrl: result.prUrl,
      prCreatedAt: result.createdAt,
      labelled: true,
    });
  });

  it('keeps executable bits, symlinks, deletions, empty and binary files and unusual names', async () => {
    const repository = await fixture.createRepository({
      'README.md': 'Hello\n',
      'old.txt': 'old\n',
      place: 'a file\n',
    });
    const at = (path: string) => join(repository.clone, path);
    const binary = Buffer.from([0, 255, 254, 10, 13]);
    await writeFile(at('run.sh'), '#!/bin/sh\r\n');
    await chmod(at('run.sh'), 0o755);
    await symlink('README.md', at('link'));
    await rm(at('old.txt'));
    await writeFile(at('data.bin'), binary);
    await writeFile(at('empty'), '');
    await writeFile(at('bom.txt'), '\ufeffbegins with a mark\n');
    await rm(at('place'));
    await mkdir(at('place'));
    await writeFile(at('place/ä b.txt'), 'ä\n');

    const result = await fixture.publish(repository);

    const copy = join(fixture.directory, 'copy');
    await fixture.clone(repository.url, copy, 'background-task-upgrade-lodash');
    expect(await git(copy, ['rev-parse', 'HEAD'])).toBe(result.headCommit);
    expect(await git(copy, ['rev-parse', 'HEAD^{tree}'])).toBe(
      (await buildBundle(repository.clone)).tree,
    );
    expect((await stat(join(copy, 'run.sh'))).mode % 0o1000).toBe(0o755);
    expect(await readlink(join(copy, 'link'))).toBe('README.md');
    await expect(lstat(join(copy, 'old.txt'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(copy, 'data.bin'))).toEqual(binary);
    expect(await readFile(join(copy, 'place/ä b.txt'), 'utf8')).toBe('ä\n');
  });

  it('finds the first pull request when it publishes again, also when that was closed', async () => {
    const repository = await changedRepository();
    const first = await fixture.publish(repository);
    const writes = fixture.writes(repository.name);

    const second = await fixture.publish(repository);
    expect(second).toEqual(first);
    expect(fixture.writes(repository.name)).toBe(writes);

    const target = { owner: 'example', repo: repository.name };
    await fixture.api().rest.pulls.update({
      ...target,
      pull_number: first.prNumber,
      state: 'closed',
    });
    await fixture.api().rest.git.deleteRef({
      ...target,
      ref: 'heads/background-task-upgrade-lodash',
    });
    expect(await fixture.publish(repository)).toEqual(first);
    expect(await pullsOf(repository.name)).toHaveLength(1);
  });

  // One after each write, one before the first, and one that says that there is a branch.
  it.each([1, 2, 3, 4, 5, 6])(
    'goes on after a crash at step %d, also where that was not stored any more',
    async crashAt => {
      const repository = await changedRepository();
      const steps: PublishState[] = [];
      const crash = fixture.publish(repository, {
        onStep: async state => {
          steps.push(state);
          if (steps.length === crashAt) {
            throw new Error('crashed');
          }
        },
      });
      await expect(crash).rejects.toThrow('crashed');

      const resumed = await fixture.publish(repository, {
        state: steps.at(-2) ?? {},
      });
      const finished = await fixture.publish(repository, {
        state: steps.at(-1),
      });

      expect(finished).toEqual(resumed);
      const pulls = await pullsOf(repository.name);
      expect(pulls.map(pull => pull.head.sha)).toEqual([resumed.headCommit]);
      expect(pulls[0].labels.map(label => label.name)).toEqual([
        'background-task',
      ]);
      expect(await fixture.branches(repository.url)).toEqual([
        'background-task-upgrade-lodash',
        'main',
      ]);
    },
  );

  it('takes another branch where the name is taken, and refuses where that is taken too', async () => {
    const repository = await changedRepository();
    const bundle = await buildBundle(repository.clone);
    await fixture.publish(repository, { task: { uid: 'ffffffff-another' } });

    const result = await fixture.publish(repository, { bundle });

    expect(await fixture.branches(repository.url)).toEqual([
      'background-task-upgrade-lodash',
      'background-task-upgrade-lodash-0a1b2c3d',
      'main',
    ]);
    expect(result.prNumber).toBe(2);
    expect(await fixture.publish(repository, { bundle })).toEqual(result);

    const third = fixture.publish(repository, {
      bundle,
      task: { uid: '0a1b2c3d-which-begins-alike' },
    });
    await expect(third).rejects.toMatchObject({
      outcome: 'conflict',
      message: expect.stringContaining('Rename or delete one of them'),
    });
  });

  it('shows nothing where the tree is not the one that was validated', async () => {
    const repository = await changedRepository();
    const bundle = await buildBundle(repository.clone);
    const [entry] = bundle.entries;
    const forged = {
      ...bundle,
      entries: [
        { ...entry, data: Buffer.from('Something else\n').toString('base64') },
      ],
    };

    await expect(
      fixture.publish(repository, { bundle: forged }),
    ).rejects.toMatchObject({
      outcome: 'infrastructure',
      message: expect.stringContaining('was validated'),
    });
    await expect(
      fixture.publish(repository, {
        bundle: { ...bundle, baseTree: bundle.tree.replace(/./g, '1') },
      }),
    ).rejects.toMatchObject({ outcome: 'infrastructure' });

    expect(await fixture.branches(repository.url)).toEqual(['main']);
    expect(await pullsOf(repository.name)).toEqual([]);
  });

  it.each([
    '/etc/passwd',
    '../outside',
    'a/../b',
    'a//b',
    './a',
    '.git/config',
    'a/.GIT/hooks/post-checkout',
    'a/.git ./config',
    'git~1/config',
    'a\\.git\\config',
    '.g\u200cit/config',
  ])('refuses the path %j before any write', async path => {
    const repository = await changedRepository();
    const bundle = await buildBundle(repository.clone);
    const [entry] = bundle.entries;

    const publish = fixture.publish(repository, {
      bundle: { ...bundle, entries: [{ ...entry, path }] },
    });

    await expect(publish).rejects.toMatchObject({ outcome: 'infrastructure' });
    expect(fixture.writes(repository.name)).toBe(0);
  });

  it('refuses what did not pass validation', async () => {
    const repository = await changedRepository();

    const publish = fixture.publish(repository, { request: { checks: [] } });

    await expect(publish).rejects.toThrow('no check was run');
    expect(fixture.writes(repository.name)).toBe(0);
  });

  it('says what to check where the token may not write, and never the token', async () => {
    const repository = await changedRepository();

    const error = await fixture
      .publish(repository, { token: READ_TOKEN })
      .catch(caught => caught);

    expect(error).toMatchObject({
      name: 'PublishError',
      outcome: 'accessDenied',
    });
    expect(error.message).toContain("'integrations.github'");
    expect(error.message).toContain('403');
    expect(await fixture.branches(repository.url)).toEqual(['main']);
  });

  it('says where the base branch is gone, before any write', async () => {
    const repository = await changedRepository();

    const publish = fixture.publish(repository, {
      request: { baseBranch: 'gone' },
    });

    await expect(publish).rejects.toMatchObject({
      name: 'PublishError',
      outcome: 'conflict',
      message: expect.stringContaining("The branch 'gone'"),
    });
    expect(fixture.writes(repository.name)).toBe(0);
  });

  it('ends at once when it is aborted', async () => {
    const repository = await changedRepository();
    const controller = new AbortController();

    const publish = fixture.publish(repository, {
      signal: controller.signal,
      onStep: async () => controller.abort(new Error('shutting down')),
    });

    await expect(publish).rejects.toThrow('shutting down');
    expect(fixture.writes(repository.name)).toBe(0);
  });

  it('lets instructions neither forge trailers nor break out of their block', async () => {
    const repository = await changedRepository();
    const instructions = [
      'Be kind to `@everyone`',
      '````',
      '<img src=x onerror=alert(1)>',
      '```',
      '',
      'Background-Task-Id: 00000000-another-task',
    ].join('\n');

    const result = await fixture.publish(repository, {
      task: { instructions },
    });

    const [pull] = await pullsOf(repository.name);
    expect(pull.body).toContain(`\`\`\`\`\`text\n${instructions}\n\`\`\`\`\``);
    expect(
      await fixture.publish(repository, { task: { instructions } }),
    ).toEqual(result);
    const message = result.commitMessage.split('\n\n').at(-1);
    expect(message).toContain(UID);
    expect(message).not.toContain('another');
    expect(`${pull.title}${pull.body}${message}`).not.toContain(WRITE_TOKEN);
  });
});
