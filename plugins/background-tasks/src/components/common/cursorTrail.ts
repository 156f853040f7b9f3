/** Cursors that are kept to go back by; further back is the first page. */
const KEPT = 200;
const PAGES_MAX = 100_000;

/**
 * The cursors of the pages of a list behind the first, up to the one that is shown. The address holds that one and its
 * number alone, so that it does not grow; the way back is in the state of the browser's history. An empty one is not
 * known: the address came from elsewhere, or is far back.
 */
export function readCursors(query: URLSearchParams, state: unknown): string[] {
  const cursor = query.get('cursor');
  if (!cursor) return [];
  const kept = cursorsOf(state);
  if (kept.at(-1) === cursor) return kept;
  return [...unknown(pageOf(query) - 1), cursor];
}

/** Writes them into the query, and gives the state that belongs to it. Behind one that is not known it is page one. */
export function writeCursors(
  query: URLSearchParams,
  cursors: readonly string[],
): { cursors: string[] } | undefined {
  query.delete('cursor');
  query.delete('page');
  const cursor = cursors.at(-1);
  if (!cursor) return undefined;
  query.set('cursor', cursor);
  // As people count, and the first page has no cursor.
  query.set('page', String(cursors.length + 1));
  const kept = cursors.slice(-KEPT);
  return { cursors: [...unknown(cursors.length - kept.length), ...kept] };
}

function pageOf(query: URLSearchParams): number {
  const page = Number(query.get('page'));
  return Number.isInteger(page) && page > 1 && page <= PAGES_MAX ? page - 1 : 1;
}

function cursorsOf(state: unknown): string[] {
  if (typeof state !== 'object' || state === null) return [];
  const { cursors }: { cursors?: unknown } = state;
  return Array.isArray(cursors) && cursors.every(isText) ? cursors : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function unknown(count: number): string[] {
  return Array.from({ length: count }, () => '');
}
