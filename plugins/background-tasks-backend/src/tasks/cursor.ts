import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalid } from './invalid';

/** Where a page ended: the sort key and the uid of its last task. */
export type PageKey = { value: string | number; uid: string };

const cursorSchema = z.tuple([
  z.string(),
  z.union([z.string().max(100).refine(hasNoNul), z.number().int()]),
  z.string().max(36).refine(hasNoNul),
]);

/** An opaque cursor. It names the query it belongs to, since in another one it would point nowhere. */
export function writeCursor(query: object, key: PageKey): string {
  return Buffer.from(
    JSON.stringify([fingerprint(query), key.value, key.uid]),
  ).toString('base64url');
}

/**
 * @param kind - what pages of this query are sorted by
 * @throws InputError for what is no cursor of this query
 */
export function readCursor(
  query: object,
  cursor: string,
  kind: 'string' | 'number',
): PageKey {
  const parsed = cursorSchema.safeParse(parseJson(cursor));
  if (
    !parsed.success ||
    parsed.data[0] !== fingerprint(query) ||
    typeof parsed.data[1] !== kind
  ) {
    throw invalid(
      'cursor',
      `'${cursor.slice(
        0,
        40,
      )}' is not a cursor of this query: use 'nextCursor' of the page before with the same filters, or leave it out`,
    );
  }
  const [, value, uid] = parsed.data;
  return { value, uid };
}

function hasNoNul(text: string): boolean {
  return !text.includes('\0');
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function fingerprint(query: object): string {
  const entries = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(entries))
    .digest('base64url')
    .slice(0, 12);
}
