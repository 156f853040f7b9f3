import { parseDiff } from './parseDiff';

describe('parseDiff', () => {
  it('takes no line inside a hunk for a header', () => {
    const [file, ...others] = parseDiff(
      [
        'diff --git a/a.sql b/a.sql',
        '--- a/a.sql',
        '+++ b/a.sql',
        '@@ -1,2 +1,2 @@',
        '--- a comment',
        '+++ b/not-a-header',
        ' diff --git a/x b/x',
        '\\ No newline at end of file',
        '',
      ].join('\n'),
    );

    expect(others).toEqual([]);
    expect(file.path).toBe('a.sql');
    expect(file.lines.map(({ kind, text }) => [kind, text])).toEqual([
      ['hunk', '@@ -1,2 +1,2 @@'],
      ['delete', '-- a comment'],
      ['add', '++ b/not-a-header'],
      ['context', 'diff --git a/x b/x'],
      ['note', ' No newline at end of file'],
    ]);
  });

  it('knows files by their names: deleted, renamed without change, binary and quoted ones', () => {
    const files = parseDiff(
      [
        'diff --git a/gone.txt b/gone.txt',
        'deleted file mode 100644',
        '--- a/gone.txt',
        '+++ /dev/null',
        '@@ -1 +0,0 @@',
        '-bye',
        'diff --git a/run me.sh b/run me.sh',
        'old mode 100644',
        'new mode 100755',
        'diff --git a/logo.png b/logo.png',
        'Binary files a/logo.png and b/logo.png differ',
        'diff --git "a/na\\303\\257ve \\"x\\".md" "b/na\\303\\257ve \\"x\\".md"',
        '--- /dev/null',
        '+++ "b/na\\303\\257ve \\"x\\".md"',
        '@@ -0,0 +1 @@',
        '+hello',
        '',
      ].join('\n'),
    );

    expect(files.map(file => [file.path, file.binary])).toEqual([
      ['gone.txt', false],
      ['run me.sh', false],
      ['logo.png', true],
      ['naïve "x".md', false],
    ]);
  });
});
