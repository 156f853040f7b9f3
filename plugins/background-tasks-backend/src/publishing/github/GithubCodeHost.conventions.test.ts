import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishingSettings } from '..';
import {
  PublishingFixture,
  WRITE_TOKEN,
} from '../__testUtils__/PublishingFixture';

jest.setTimeout(120_000);

const author = {
  name: 'Ada <Example>',
  login: 'mate',
  email: 'ada@example.com',
};

describe('publishing as the repository wishes it', () => {
  let fixture: PublishingFixture;

  beforeAll(async () => {
    fixture = await PublishingFixture.create();
    fixture.github.addToken({ token: 'mate', login: 'mate', scope: 'write' });
    fixture.github.addToken({ token: 'lead', login: 'lead', scope: 'write' });
  });

  afterAll(async () => {
    await fixture.close();
  });

  const codeHost = (publishing: Partial<PublishingSettings> = {}) =>
    fixture.codeHost(WRITE_TOKEN, {
      publishing: { paceWrites: false, ...publishing },
    });

  async function changedRepository(files: Record<string, string>) {
    const repository = await fixture.createRepository({
      'README.md': 'Hello\n',
      'package.json': '{"name": "sample"}\n',
      ...files,
    });
    await writeFile(
      join(repository.clone, 'package.json'),
      '{"name": "sample", "version": "1.0.1"}\n',
    );
    return repository;
  }

  async function pullOf(repository: { name: string }, number: number) {
    const { data } = await fixture.api().rest.pulls.get({
      owner: 'example',
      repo: repository.name,
      pull_number: number,
    });
    return data;
  }

  it('follows template, commit form, sign-off and code owners of a repository that has them all', async () => {
    const repository = await changedRepository({
      '.commitlintrc.json': '{"extends": ["@commitlint/config-conventional"]}',
      '.github/pull_request_template.md': '## Why\n\n<!-- say @why -->\n',
      '.github/CODEOWNERS':
        '* @lead\npackage.json @mate @bot @example/core @elsewhere/team\n',
      '.github/workflows/title.yml':
        'steps: [{ uses: amannn/action-semantic-pull-request@v6 }]\n',
      'CONTRIBUTING.md': 'Add a `Signed-off-by` line to each commit.\n',
    });
    fixture.github.configureRepository({
      owner: 'example',
      name: repository.name,
      teams: ['core'],
    });

    const result = await fixture.publish(repository, {
      codeHost: codeHost(),
      task: { author },
    });

    expect(result.warnings).toEqual([]);
    const id = (
      await fixture.api().rest.users.getByUsername({ username: 'mate' })
    ).data.id;
    expect(result.commitMessage.split('\n\n')).toEqual([
      'chore(deps): upgrade lodash to 4.17.21',
      [
        'Background-Task-Project: developers',
        'Background-Task-Name: upgrade-lodash',
        'Background-Task-Id: 0a1b2c3d-0000-4000-8000-000000000001',
        `Co-authored-by: Ada Example <${id}+mate@users.noreply.127.0.0.1>`,
        'Signed-off-by: bot <bot@users.noreply.example.com>',
      ].join('\n'),
    ]);
    const pull = await pullOf(repository, result.prNumber);
    expect(pull.title).toBe('chore(deps): upgrade lodash to 4.17.21');
    expect(pull.body).toMatch(
      /^## Why\n\n<!-- say @why -->\n\n---\n\n## What was asked\n/,
    );
    expect(pull.requested_reviewers?.map(({ login }) => login)).toEqual([
      'mate',
    ]);
    expect(pull.requested_teams?.map(({ slug }) => slug)).toEqual(['core']);
    expect(fixture.writes(repository.name)).toBe(7);

    const again = await fixture.publish(repository, {
      codeHost: codeHost(),
      task: { author },
    });
    expect(again).toEqual(result);
    expect(fixture.writes(repository.name)).toBe(7);
  });

  it('titles as most commits of the history are, and does what the settings say', async () => {
    const repository = await changedRepository({
      CODEOWNERS: '* @lead\n',
      '.github/dco.yml': 'require: {}\n',
    });
    for (const subject of ['feat: a', 'fix: b', 'docs: c', 'ci: d', 'fix: e']) {
      await fixture.commitTo(
        repository.name,
        { [subject]: 'x' },
        'main',
        subject,
      );
    }
    await fixture.pull(repository.clone);
    await writeFile(join(repository.clone, 'README.md'), 'Hello, world\n');

    const result = await fixture.publish(repository, {
      codeHost: codeHost({
        signOff: 'never',
        creatorEmail: 'catalog',
        reviewers: 'none',
      }),
      task: { author, instructions: 'Greet the world' },
    });

    expect(result.commitMessage).toContain('docs: greet the world\n\n');
    expect(result.commitMessage).toContain(
      'Co-authored-by: Ada Example <ada@example.com>',
    );
    expect(result.commitMessage).not.toContain('Signed-off-by');
    const pull = await pullOf(repository, result.prNumber);
    expect(pull.title).toBe('docs: greet the world');
    expect(pull.requested_reviewers).toEqual([]);
  });

  it('keeps the task in the title where the settings say so', async () => {
    const repository = await changedRepository({
      '.commitlintrc.json': '{"extends": ["@commitlint/config-conventional"]}',
    });

    const result = await fixture.publish(repository, {
      codeHost: codeHost({ pullRequestTitle: 'task' }),
      task: { author },
    });

    expect(result.commitMessage).toMatch(/^chore\(deps\): upgrade lodash/);
    expect((await pullOf(repository, result.prNumber)).title).toMatch(
      /^\[Background Task\] upgrade-lodash: /,
    );
  });

  it('signs off as the App, whose commits count as signed', async () => {
    const repository = await changedRepository({
      '.github/dco.yml': 'require: {}\n',
    });
    const keys = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    fixture.github.addApp({
      appId: 1,
      slug: 'tasks',
      publicKey: keys.publicKey,
      installations: [{ owner: 'example', repositories: [repository.name] }],
    });
    const app = fixture.codeHost(
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

    const result = await fixture.publish(repository, {
      codeHost: app,
      task: { author },
    });

    const { data: commit } = await fixture.api().rest.git.getCommit({
      owner: 'example',
      repo: repository.name,
      commit_sha: result.headCommit,
    });
    expect(commit.verification.verified).toBe(true);
    expect(commit.message).toContain(
      `Signed-off-by: tasks[bot] <${commit.author.email}>`,
    );
    expect(commit.message).toContain('Co-authored-by: Ada Example <');
  });

  it('publishes without conventions where they cannot be read', async () => {
    const repository = await changedRepository({
      '.github/CODEOWNERS': '* @lead\n',
    });
    fixture.github.faults.set({
      fault: { kind: 'serverError', status: 500 },
      path: /\/git\/blobs\//,
    });

    const result = await fixture.publish(repository, {
      codeHost: fixture.codeHost(WRITE_TOKEN, {
        retry: { baseMs: 1, attempts: 2 },
        publishing: { paceWrites: false },
      }),
    });
    fixture.github.faults.clear();

    expect(result.warnings).toEqual([
      expect.stringContaining('conventions could not be read'),
    ]);
    expect(result.commitMessage).toMatch(/^Upgrade lodash to 4\.17\.21\n/);
  });
});
