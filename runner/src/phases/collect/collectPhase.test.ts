import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readBundle } from '../validate/applyBundle';
import { workspacePaths } from '../PhaseContext';
import { runClonePhase } from '../clone';
import {
  Bench,
  createRepository,
  createWorkshop,
  git,
  writeFiles,
} from '../../testing';
import { runCollectPhase } from './collectPhase';

const BASE = {
  'README.md': 'Hello\n',
  'bin/run.sh': '#!/bin/sh\n',
  'docs/old name.md': 'Old\n',
  'docs/windows.txt': 'one\ntwo\n',
  '.gitattributes': '*.txt text eol=crlf\n*.bin filter=lfs -text\n',
  '.gitignore': 'node_modules/\n*.log\n!keep.log\nbuild/*\n!build/keep\n',
  'src/tracked.log': 'tracked although ignored\n',
  'model.bin': 'version https://git-lfs.github.com/spec/v1\n',
};

describe('collect', () => {
  const workshop = createWorkshop();
  let count = 0;
  afterAll(workshop.remove);

  /** A cloned workspace over a base commit. */
  async function createBench(
    files: Record<string, string | Buffer> = BASE,
    prepare?: (dir: string) => void,
  ) {
    const dir = join(workshop.dir, String(count++));
    const repository = createRepository(join(dir, 'origin'), files, prepare);
    const bench = new Bench(join(dir, 'workspace'), `file://${repository}`);
    const cloned = await bench.run('clone', runClonePhase);
    expect(cloned).toMatchObject({ outcome: 'ok', branch: 'main' });
    return bench;
  }

  const collect = (bench: Bench) => bench.run('collect', runCollectPhase);

  function changesOf(bench: Bench): string[] {
    const event = bench.events.find(({ type }) => type === 'changes');
    if (event?.type !== 'changes') return [];
    return event.files.map(({ status, path, mode }) =>
      `${status} ${path} ${mode ?? ''}`.trimEnd(),
    );
  }

  function contentOf(bench: Bench, path: string): string | undefined {
    const { content } = readBundle(workspacePaths(bench.root, 'validate'));
    const entry = content.entries.find(each => each.path === path);
    return entry?.op === 'write'
      ? Buffer.from(entry.data, 'base64').toString()
      : undefined;
  }

  it('sees that nothing has changed, whatever git itself would say', async () => {
    const bench = await createBench();
    writeFiles(bench.work, {
      'node_modules/x/index.js': 'ignored',
      'a.log': 'ignored',
      'build/out': 'ignored',
    });
    mkdirSync(join(bench.work, 'empty'));

    expect(await collect(bench)).toEqual({ outcome: 'noChanges' });
  });

  it('takes out every kind of change, as git would store it', async () => {
    const bench = await createBench();
    const { work } = bench;
    bench.spec.limits.allow = ['binaries'];
    chmodSync(join(work, 'bin/run.sh'), 0o755);
    rmSync(join(work, 'README.md'));
    renameSync(join(work, 'docs/old name.md'), join(work, 'docs/new name.md'));
    appendFileSync(join(work, 'src/tracked.log'), 'more\n');
    writeFiles(work, {
      'ä b.txt': 'Umlaut\r\n',
      'binary.dat': Buffer.from([0, 255, 13, 10, 0]),
      'docs/windows.txt': 'one\r\ntwo\r\nthree\r\n',
      'keep.log': 'taken back in\n',
      'build/keep': 'taken back in\n',
      'node_modules/x.js': 'ignored',
    });
    symlinkSync('../outside', join(work, 'link'));
    symlinkSync('.', join(work, 'loop'));

    expect(await collect(bench)).toEqual({ outcome: 'ok' });

    expect(changesOf(bench)).toEqual([
      'deleted README.md',
      'modified bin/run.sh 100755',
      'added binary.dat 100644',
      'added build/keep 100644',
      'added docs/new name.md 100644',
      'deleted docs/old name.md',
      'modified docs/windows.txt 100644',
      'added keep.log 100644',
      'added link 120000',
      'added loop 120000',
      'modified src/tracked.log 100644',
      'added ä b.txt 100644',
    ]);
    expect(contentOf(bench, 'link')).toBe('../outside');
    expect(contentOf(bench, 'docs/windows.txt')).toBe('one\ntwo\nthree\n');
    expect(contentOf(bench, 'ä b.txt')).toBe('Umlaut\n');
    const { content } = readBundle(workspacePaths(bench.root, 'validate'));
    expect(content.patch).toContain('+three');
    expect(content.patchTruncated).toBe(false);
  });

  it('cuts a long diff at the end of a line and says so, but not the change', async () => {
    const bench = await createBench();
    const text = 'some words of a long file\n'.repeat(60_000);
    writeFiles(bench.work, { 'long.txt': text });

    await collect(bench);

    const { content } = readBundle(workspacePaths(bench.root, 'validate'));
    expect(content.patchTruncated).toBe(true);
    expect(Buffer.byteLength(content.patch)).toBeLessThanOrEqual(1024 * 1024);
    expect(content.patch).toMatch(
      /\+some words of a long file\n\\ The diff ends here[^\n]+\n$/,
    );
    expect(contentOf(bench, 'long.txt')).toBe(text);
  });

  it('prints the same bundle for the same change', async () => {
    const bench = await createBench();
    writeFiles(bench.work, { 'new.md': 'New\n' });

    await collect(bench);
    const first = bench.events.filter(({ type }) => type === 'bundle');
    rmSync(join(bench.root, 'tmp'), { recursive: true });
    await collect(bench);
    const second = bench.events.filter(({ type }) => type === 'bundle');

    const hashes = [...first, ...second].map(event =>
      event.type === 'bundle' ? event.hash : '',
    );
    expect(hashes).toHaveLength(2);
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('turns files into folders and folders into files', async () => {
    const bench = await createBench({ 'a/b': '1\n', c: '2\n', 'd/e': '3\n' });
    rmSync(join(bench.work, 'a'), { recursive: true });
    rmSync(join(bench.work, 'c'));
    rmSync(join(bench.work, 'd'), { recursive: true });
    writeFiles(bench.work, { a: 'file\n', 'c/d': 'folder\n' });
    symlinkSync('/etc', join(bench.work, 'd'));

    expect(await collect(bench)).toEqual({ outcome: 'ok' });

    expect(changesOf(bench)).toEqual([
      'added a 100644',
      'deleted a/b',
      'deleted c',
      'added c/d 100644',
      'added d 120000',
      'deleted d/e',
    ]);
  });

  it("believes nothing of the working copy's .git", async () => {
    const bench = await createBench();
    const { work } = bench;
    const trap = join(bench.root, 'trapped');
    writeFiles(work, {
      '.git/info/exclude': '*\n',
      '.git/info/attributes': '* filter=trap\n',
      '.git/hooks/pre-commit': `#!/bin/sh\ntouch ${trap}\n`,
      'new.md': 'New\n',
    });
    chmodSync(join(work, '.git/hooks/pre-commit'), 0o755);
    git(work, 'config', 'filter.trap.clean', `touch ${trap}; cat`);
    git(work, 'config', 'core.fsmonitor', `touch ${trap}`);
    git(work, 'config', 'core.worktree', '/');
    git(work, 'config', 'core.fileMode', 'false');
    chmodSync(join(work, 'README.md'), 0o755);
    rmSync(join(work, '.git/index'));

    expect(await collect(bench)).toEqual({ outcome: 'ok' });

    expect(changesOf(bench)).toEqual([
      'modified README.md 100755',
      'added new.md 100644',
    ]);
    expect(existsSync(trap)).toBe(false);
  });

  it.each<[string, (work: string, other: string) => void]>([
    [
      'commits by itself, on a branch of its own',
      work => {
        git(work, 'checkout', '--quiet', '-b', 'mine');
        git(work, 'add', '--all');
        git(work, 'commit', '--quiet', '--message', 'All is well');
        git(work, 'commit', '--quiet', '--allow-empty', '--message', 'x');
      },
    ],
    [
      'says that nothing has changed',
      work => {
        git(work, 'add', '--all');
        const files = git(work, 'ls-files').split('\n');
        git(work, 'update-index', '--skip-worktree', '--', ...files);
      },
    ],
    [
      "has another repository's index and objects",
      (work, other) => {
        copyFileSync(join(other, '.git/index'), join(work, '.git/index'));
        writeFileSync(
          join(work, '.git/objects/info/alternates'),
          `${join(other, '.git/objects')}\n`,
        );
      },
    ],
    [
      'is the worktree of another repository',
      (work, other) => {
        rmSync(join(work, '.git'), { recursive: true });
        writeFileSync(join(work, '.git'), `gitdir: ${join(other, '.git')}\n`);
      },
    ],
    [
      'has a .git that leads elsewhere',
      (work, other) => {
        rmSync(join(work, '.git'), { recursive: true });
        symlinkSync(join(other, '.git'), join(work, '.git'));
      },
    ],
    [
      'replaces objects and grafts commits',
      work => {
        git(work, 'replace', '--force', 'HEAD:README.md', 'HEAD:bin/run.sh');
        writeFiles(work, {
          '.git/info/grafts': `${git(work, 'rev-parse', 'HEAD')}\n`,
        });
      },
    ],
  ])('takes the same change from a working copy that %s', async (_, deface) => {
    const bench = await createBench();
    const other = createRepository(join(workshop.dir, `other-${count++}`), {
      'secret.txt': 'of somebody else\n',
    });
    writeFiles(bench.work, { 'README.md': 'Changed\n', 'new.md': 'New\n' });
    deface(bench.work, other);

    expect(await collect(bench)).toEqual({ outcome: 'ok' });

    expect(changesOf(bench)).toEqual([
      'modified README.md 100644',
      'added new.md 100644',
    ]);
    expect(contentOf(bench, 'README.md')).toBe('Changed\n');
  });

  it('takes symbolic links for what they are, wherever they lead', async () => {
    const bench = await createBench({ 'docs/a.md': 'a\n', 'b.md': 'b\n' });
    const { work } = bench;
    const outside = join(workshop.dir, `outside-${count++}`);
    writeFiles(outside, { 'a.md': 'of somebody else\n' });
    rmSync(join(work, 'docs'), { recursive: true });
    symlinkSync(outside, join(work, 'docs'));
    rmSync(join(work, 'b.md'));
    symlinkSync(join(outside, 'a.md'), join(work, 'b.md'));
    symlinkSync('/proc/self/environ', join(work, 'environ'));

    expect(await collect(bench)).toEqual({ outcome: 'ok' });

    expect(changesOf(bench)).toEqual([
      'modified b.md 120000',
      'added docs 120000',
      'deleted docs/a.md',
      'added environ 120000',
    ]);
    expect(contentOf(bench, 'b.md')).toBe(join(outside, 'a.md'));
    const { content } = readBundle(workspacePaths(bench.root, 'validate'));
    expect(JSON.stringify(content)).not.toContain('somebody else');
  });

  it('works where the .git of the working copy is gone', async () => {
    const bench = await createBench();
    rmSync(join(bench.work, '.git'), { recursive: true });
    writeFiles(bench.work, { 'new.md': 'New\n' });

    await collect(bench);

    expect(changesOf(bench)).toEqual(['added new.md 100644']);
  });

  it('ignores by the rules of the base, not by those of the change', async () => {
    const bench = await createBench({
      '.gitignore': 'ignored/\n',
      'sub/.gitignore': '*.tmp\n',
      'a.md': '1\n',
    });
    writeFiles(bench.work, {
      '.gitignore': '*.md\n',
      'sub/.gitignore': '',
      'ignored/x': 'x\n',
      'new.md': 'New\n',
      'sub/x.tmp': 'x\n',
      'ignored.md': 'x\n',
    });

    await collect(bench);

    expect(changesOf(bench)).toEqual([
      'modified .gitignore 100644',
      'added ignored.md 100644',
      'added new.md 100644',
      'modified sub/.gitignore 100644',
    ]);
  });

  it("converts line ends by the base's attributes, not by those of the change", async () => {
    const bench = await createBench({ '.gitattributes': '*.txt text\n' });
    writeFiles(bench.work, {
      '.gitattributes': '*.txt -text\n',
      'a.txt': 'one\r\n',
    });

    await collect(bench);

    expect(contentOf(bench, 'a.txt')).toBe('one\n');
    expect(contentOf(bench, '.gitattributes')).toBe('*.txt -text\n');
  });

  it('leaves out nested .git in all spellings, pipes and sockets, and says so', async () => {
    const bench = await createBench();
    writeFiles(bench.work, {
      'nested/.git/config': '[core]\n',
      'nested/.GIT/config': '[core]\n',
      'nested/.g\u200cit/config': '[core]\n',
      'nested/git~1/config': '[core]\n',
      'nested/file': 'file\n',
    });
    execFileSync('mkfifo', [join(bench.work, 'pipe')]);
    rmSync(join(bench.work, 'README.md'));
    execFileSync('mkfifo', [join(bench.work, 'README.md')]);

    await collect(bench);

    expect(changesOf(bench)).toEqual([
      'deleted README.md',
      'added nested/file 100644',
    ]);
    expect(bench.log).toContain("Left out 4 nested '.git'");
    expect(bench.log).toContain("Left out 'pipe'");
  });

  it.each<[string, (work: string) => void]>([
    ['changed', work => writeFileSync(join(work, 'model.bin'), 'raw')],
    ['added', work => writeFileSync(join(work, 'other.bin'), 'raw')],
  ])('refuses a Git LFS file that was %s', async (_, change) => {
    const bench = await createBench();
    change(bench.work);

    expect(await collect(bench)).toEqual({
      outcome: 'validationFailed',
      error: expect.stringMatching(
        /^'(model|other)\.bin' is stored in Git LFS, which background tasks cannot change yet\.$/,
      ),
    });
  });

  describe('with a submodule', () => {
    const createWithSubmodule = () =>
      createBench({ 'README.md': 'Hello\n' }, dir => {
        const library = createRepository(`${dir}-library`, { a: '1\n' });
        git(dir, 'submodule', '--quiet', 'add', library, 'library');
      });

    it('leaves it alone', async () => {
      const bench = await createWithSubmodule();
      writeFiles(bench.work, { 'new.md': 'New\n' });

      await collect(bench);

      expect(changesOf(bench)).toEqual(['added new.md 100644']);
    });

    it.each<[string, (folder: string) => void]>([
      ['content', folder => writeFiles(folder, { file: '1' })],
      ['vanished', folder => rmSync(folder, { recursive: true })],
      [
        'a file',
        folder => {
          rmSync(folder, { recursive: true });
          writeFileSync(folder, '1');
        },
      ],
    ])('refuses one that has become: %s', async (_, change) => {
      const bench = await createWithSubmodule();
      change(join(bench.work, 'library'));

      expect(await collect(bench)).toEqual({
        outcome: 'validationFailed',
        error:
          "'library' is a submodule, which background tasks cannot change yet.",
      });
    });

    it('refuses a change to .gitmodules', async () => {
      const bench = await createWithSubmodule();
      appendFileSync(join(bench.work, '.gitmodules'), '# more\n');

      expect(await collect(bench)).toMatchObject({
        outcome: 'validationFailed',
        error: expect.stringContaining("'.gitmodules'"),
      });
    });
  });

  it.each<[string, Record<string, string | Buffer>, RegExp]>([
    [
      'too many files',
      { a: '1', b: '2', c: '3' },
      /^The change has 3 files, and at most 2 may come out\. The biggest: /,
    ],
    [
      'a file that is far too big to be read',
      { 'huge.dat': Buffer.alloc(1024 * 1024) },
      /^The change is 1\.0 MiB before compression; .* huge\.dat \(1\.0 MiB\)\.$/,
    ],
    [
      'a bundle that is too big',
      { 'noise.dat': noise(60_000) },
      /^The change is \d+ KiB compressed, and at most 20 KiB may come out\. .*noise\.dat/,
    ],
  ])('refuses %s', async (_, files, error) => {
    const bench = await createBench({ 'README.md': 'Hello\n' });
    bench.spec.limits = {
      bundleFiles: 2,
      bundleBytes: 20 * 1024,
      allow: ['binaries'],
    };
    writeFiles(bench.work, files);

    expect(await collect(bench)).toEqual({
      outcome: 'tooLarge',
      error: expect.stringMatching(error),
    });
  });

  it('says of a name that is not UTF-8 that it cannot come out', async () => {
    const bench = await createBench({ 'README.md': 'Hello\n' });
    writeFileSync(
      Buffer.concat([Buffer.from(`${bench.work}/`), Buffer.from([0xe4])]),
      'x',
    );

    expect(await collect(bench)).toMatchObject({
      outcome: 'validationFailed',
      error: expect.stringContaining('not UTF-8'),
    });
  });

  it('works on a repository that names its objects by SHA-256', async () => {
    const dir = join(workshop.dir, 'sha256');
    mkdirSync(join(dir, 'origin'), { recursive: true });
    git(join(dir, 'origin'), 'init', '--quiet', '--object-format=sha256');
    createRepository(join(dir, 'origin'), { 'a.md': '1\n', b: '2\n' });
    const bench = new Bench(join(dir, 'ws'), `file://${join(dir, 'origin')}`);
    await bench.run('clone', runClonePhase);
    appendFileSync(join(bench.work, 'a.md'), 'more\n');

    expect(await collect(bench)).toEqual({ outcome: 'ok' });

    expect(changesOf(bench)).toEqual(['modified a.md 100644']);
  });
});

/** Bytes that do not compress, the same each time. */
function noise(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = 1;
  for (let at = 0; at < size; at++) {
    state = (state * 48271) % 2147483647;
    bytes[at] = state % 256;
  }
  return bytes;
}
