import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  PublishingFixture,
  WRITE_TOKEN,
} from '../__testUtils__/PublishingFixture';
import { buildBundle } from '../__testUtils__/buildBundle';

jest.setTimeout(120_000);

describe('publishing to a repository that is not as it was', () => {
  let fixture: PublishingFixture;

  beforeAll(async () => {
    fixture = await PublishingFixture.create();
  });

  afterAll(async () => {
    await fixture.close();
  });

  async function changedRepository() {
    const repository = await fixture.createRepository({
      'README.md': 'Hello\n',
      'other.txt': 'other\n',
    });
    await writeFile(join(repository.clone, 'README.md'), 'Hello, world\n');
    await mkdir(join(repository.clone, 'src'));
    await writeFile(join(repository.clone, 'src', 'new.txt'), 'new\n');
    return repository;
  }

  type Repository = Awaited<ReturnType<typeof changedRepository>>;

  const host = () =>
    fixture.codeHost(WRITE_TOKEN, {
      publishing: { paceWrites: false, reviewers: 'none' },
    });

  const publish = (repository: Repository) =>
    fixture.publish(repository, { codeHost: host() });

  async function expectRefused(
    repository: Repository,
    outcome: string,
    words: string,
  ) {
    await expect(publish(repository)).rejects.toMatchObject({
      outcome,
      message: expect.stringContaining(words),
    });
  }

  it('publishes on the commit that was validated where the branch changed elsewhere', async () => {
    const repository = await changedRepository();
    const bundle = await buildBundle(repository.clone);
    await fixture.commitTo(repository.name, {
      'other.txt': 'changed\n',
      'src/sibling.txt': 'sibling\n',
    });

    const result = await publish(repository);

    const target = { owner: 'example', repo: repository.name };
    const { data: commit } = await fixture.api().rest.git.getCommit({
      ...target,
      commit_sha: result.headCommit,
    });
    expect(commit.tree.sha).toBe(bundle.tree);
    expect(commit.parents.map(({ sha }) => sha)).toEqual([bundle.baseCommit]);
    const { data: pull } = await fixture
      .api()
      .rest.pulls.get({ ...target, pull_number: result.prNumber });
    expect(pull).toMatchObject({ mergeable: true, changed_files: 2 });
  });

  it.each([
    ['a touched file', { 'README.md': 'Hello, you\n' }, "'README.md'"],
    ['a file where one is new', { 'src/new.txt': 'x\n' }, "'src/new.txt'"],
    ['a file in place of a directory', { src: 'file\n' }, "'src/new.txt'"],
  ])('writes nothing where the branch changed %s', async (_, files, words) => {
    const repository = await changedRepository();
    await fixture.commitTo(repository.name, files);

    await expectRefused(repository, 'conflict', words);
    expect(fixture.writesAs('bot', repository.name)).toBe(0);
    // However much else was changed
    const many = Object.fromEntries(
      Array.from({ length: 320 }, (_file, index) => [`f/${index}`, `${index}`]),
    );
    await fixture.commitTo(repository.name, many);
    await expectRefused(repository, 'conflict', words);
    expect(
      await host().checkBase(await fixture.request(host(), repository), {
        signal: new AbortController().signal,
      }),
    ).toMatchObject({ mayRerun: true });
  });

  it('publishes where very much was changed, but nothing that it touches', async () => {
    const repository = await changedRepository();
    const many = Object.fromEntries(
      Array.from({ length: 320 }, (_, index) => [`src/${index}`, `${index}`]),
    );
    await fixture.commitTo(repository.name, many);

    const result = await publish(repository);
    expect(result.warnings).toEqual([]);
  });

  it('says that the history was rewritten, or the branch is gone', async () => {
    const repository = await changedRepository();
    await fixture.commitTo(repository.name, { 'a.txt': 'a\n' }, 'feature');
    await fixture.pull(repository.clone, 'feature');
    await writeFile(join(repository.clone, 'b.txt'), 'b\n');
    const target = { owner: 'example', repo: repository.name };
    const { git } = fixture.api().rest;
    const onFeature = {
      codeHost: host(),
      request: { baseBranch: 'feature' },
    };
    const main = await git.getRef({ ...target, ref: 'heads/main' });
    await git.updateRef({
      ...target,
      ref: 'heads/feature',
      sha: main.data.object.sha,
      force: true,
    });
    await expect(fixture.publish(repository, onFeature)).rejects.toMatchObject({
      outcome: 'conflict',
      message: expect.stringContaining('rewritten'),
    });
    await git.deleteRef({ ...target, ref: 'heads/feature' });
    await expect(fixture.publish(repository, onFeature)).rejects.toMatchObject({
      outcome: 'conflict',
      message: expect.stringContaining("branch 'feature'"),
    });
  });

  it('says what forbids it, and what can be done', async () => {
    const repository = await changedRepository();
    const configure = (settings: object) =>
      fixture.github.configureRepository({
        owner: 'example',
        name: repository.name,
        ...settings,
      });

    configure({ pullRequests: 'none' });
    await expectRefused(repository, 'accessDenied', 'takes no pull requests');
    configure({ pullRequests: 'all', disabled: true });
    await expectRefused(repository, 'accessDenied', 'disabled by GitHub');
    configure({ disabled: false, archived: true });
    await expectRefused(repository, 'accessDenied', 'Unarchive it');
    configure({ archived: false });
    expect(fixture.writes(repository.name)).toBe(0);
    configure({ protectedPrefixes: ['background-'] });
    await expectRefused(repository, 'accessDenied', 'Exempt branches');
    configure({ protectedPrefixes: [] });
    await publish(repository);
  });
});
