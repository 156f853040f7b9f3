import type { ChangedFile } from '@background-tasks/plugin-background-tasks-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aTask,
  FakeBackgroundTasksApi,
  renderPages,
} from '../../__testUtils__';
import { fileTree } from './fileTree';
import { highlightLines } from './highlight';
import { parseDiff } from './parseDiff';
import { splitRows } from './splitRows';

function aFile(path: string): ChangedFile {
  const mode = '100644';
  return { path, status: 'modified', mode, additions: 1, deletions: 1 };
}

function aDiff(path: string): string {
  return [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    '@@ -1,2 +1,2 @@',
    '-const a = 1;',
    "+const a = '<b>';",
    ' done();',
    '',
  ].join('\n');
}

describe('TaskChanges', () => {
  it('leads from the tree to a file, also to one of a later part', async () => {
    const paths = Array.from({ length: 32 }, (_, index) => `src/f${index}.ts`);
    const api = new FakeBackgroundTasksApi([
      aTask({ status: 'Completed', changedFiles: paths.map(aFile) }),
    ]);
    api.diff = paths.map(aDiff).join('');
    renderPages('/background-tasks/payments/upgrade-lodash?tab=changes', api);

    const tree = await screen.findByRole('navigation', {
      name: 'Changed files',
    });
    await screen.findByRole('button', { name: /src\/f0\.ts/ });
    expect(
      screen.queryByRole('region', { name: /^Diff of/ }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      within(tree).getByRole('button', { name: /f31\.ts/ }),
    );

    const diff = await screen.findByRole('region', {
      name: 'Diff of src/f31.ts',
    });
    expect(screen.getByText('Part 2 of 2')).toBeVisible();
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: /src\/f31\.ts/ }),
      ).toHaveFocus(),
    );
    // The colours come later, and change no word.
    const keyword = () => within(diff).queryAllByText('const');
    await waitFor(() => expect(keyword()).toHaveLength(2));
    expect(
      within(diff)
        .getAllByRole('row')
        .map(row => row.textContent),
    ).toEqual([
      '@@ -1,2 +1,2 @@',
      '1-const a = 1;',
      "1+const a = '<b>';",
      '22 done();',
    ]);
  });
});

describe('splitRows', () => {
  it('puts what was deleted beside what came instead', () => {
    const [{ lines }] = parseDiff(
      [
        'diff --git a/a b/a',
        '@@ -1,4 +1,4 @@',
        ' same',
        '-one',
        '-two',
        '+ONE',
        ' same',
        '+new',
        '',
      ].join('\n'),
    );
    const text = (index: number | undefined) =>
      index === undefined ? undefined : lines[index].text;
    expect(
      splitRows(lines).map(row =>
        row.kind === 'across' ? 'hunk' : [text(row.before), text(row.after)],
      ),
    ).toEqual([
      'hunk',
      ['same', 'same'],
      ['one', 'ONE'],
      ['two', undefined],
      ['same', 'same'],
      [undefined, 'new'],
    ]);
  });
});

describe('fileTree', () => {
  it('joins folders that hold nothing but another', () => {
    const tree = fileTree(
      ['a/b/c.ts', 'a/b/d/e.ts', 'f.ts'].map(path => aFile(path)),
    );
    expect(tree).toMatchObject([
      {
        name: 'a/b',
        children: [
          { name: 'c.ts' },
          { name: 'd', children: [{ name: 'e.ts' }] },
        ],
      },
      { name: 'f.ts' },
    ]);
  });
});

describe('highlightLines', () => {
  it('gives words and scopes, line by line, and no markup', () => {
    const code = '/* <b>\n& */ const a = "\'";';
    const lines = highlightLines(code, 'typescript');
    const words = lines.map(line => line.map(token => token.text).join(''));
    expect(words.join('\n')).toBe(code);
    expect(lines[1]).toContainEqual({ text: 'const', scope: 'keyword' });
    expect(lines[0][0].scope).toBe('comment');
  });
});
