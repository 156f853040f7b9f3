import { readCursors, writeCursors } from './cursorTrail';

it('keeps the address short however far one goes, and knows the way back', () => {
  const cursors = Array.from({ length: 300 }, (_, index) => `cursor-${index}`);
  const query = new URLSearchParams({ q: 'words' });
  const state = writeCursors(query, cursors);
  expect(query.toString()).toBe('q=words&cursor=cursor-299&page=301');

  const read = readCursors(query, state);
  expect(read).toHaveLength(300);
  expect(read.slice(-200)).toEqual(cursors.slice(-200));
  expect(readCursors(query, writeCursors(query, read.slice(0, -1)))).toEqual(
    read.slice(0, -1),
  );
});

it('knows the number of the page that a link leads to, and goes back to the first one', () => {
  const query = new URLSearchParams({ cursor: 'there', page: '4' });
  const read = readCursors(query, null);
  expect(read).toEqual(['', '', 'there']);
  expect(writeCursors(query, read.slice(0, -1))).toBeUndefined();
  expect(query.toString()).toBe('');
  expect(readCursors(query, null)).toEqual([]);
});

it.each(['0', '-3', '2.5', 'x', '1e99'])(
  'takes no number of a page like %s',
  page => {
    const query = new URLSearchParams({ cursor: 'there', page });
    expect(readCursors(query, { cursors: [1] })).toEqual(['there']);
  },
);
