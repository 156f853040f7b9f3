import { InputError } from '@backstage/errors';
import type { Request, Response } from 'express';
import { withCode } from '../tasks';
import { drained } from './drained';

type Options = {
  request: Request;
  response: Response;
  fileName: string;
  /** Whether a browser is to save it as a file. */
  download: boolean;
  /** The text, from its beginning, anew at each call. */
  chunks: () => AsyncIterable<string>;
};

/** The first and the last byte. */
type Range = { from: number; to: number };

/**
 * Sends text, or the part of it that a `Range` header asks for, as it comes: never all of it is in memory.
 *
 * @throws InputError with status 416 where the range lies beyond the text
 */
export async function sendText(options: Options): Promise<void> {
  const { request, response, chunks } = options;
  beginText(options);
  const wanted = parseRange(request.header('range'));
  if (!wanted) {
    await sendPart(response, chunks(), { from: 0, to: Infinity });
    return;
  }
  const size = await sizeOf(chunks());
  const range = within(wanted, size);
  if (!range) {
    response.setHeader('content-range', `bytes */${size}`);
    throw Object.assign(
      withCode(
        new InputError(
          `Invalid 'Range': the text has ${size} bytes; ask for a part of them`,
        ),
        'invalidField',
        'Range',
      ),
      { statusCode: 416 },
    );
  }
  response.status(206);
  response.setHeader(
    'content-range',
    `bytes ${range.from}-${range.to}/${size}`,
  );
  response.setHeader('content-length', range.to - range.from + 1);
  await sendPart(response, chunks(), range);
}

/** Text out of a workspace is never read as anything else by a browser. */
function beginText({ response, fileName, download }: Options): void {
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('accept-ranges', 'bytes');
  // Compressed, the bytes would not be those that a range counts.
  response.setHeader('cache-control', 'no-store, no-transform');
  response.setHeader(
    'content-disposition',
    `${download ? 'attachment' : 'inline'}; filename="${fileName}"`,
  );
}

/** One range of bytes, either end open; anything else is answered with the whole text, as HTTP allows. */
function parseRange(
  header: string | undefined,
): { from?: number; to?: number } | undefined {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (!from && !to) return undefined;
  const range = {
    from: from ? Number(from) : undefined,
    to: to ? Number(to) : undefined,
  };
  if (range.from === undefined || range.to === undefined) return range;
  return range.from <= range.to ? range : undefined;
}

function within(
  { from, to }: { from?: number; to?: number },
  size: number,
): Range | undefined {
  const range =
    from === undefined
      ? { from: Math.max(size - (to ?? 0), 0), to: size - 1 }
      : { from, to: Math.min(to ?? Infinity, size - 1) };
  return range.from <= range.to ? range : undefined;
}

async function sizeOf(chunks: AsyncIterable<string>): Promise<number> {
  let size = 0;
  for await (const chunk of chunks) size += Buffer.byteLength(chunk);
  return size;
}

async function sendPart(
  response: Response,
  chunks: AsyncIterable<string>,
  { from, to }: Range,
): Promise<void> {
  let position = 0;
  for await (const text of chunks) {
    const chunk = Buffer.from(text);
    const part = chunk.subarray(
      Math.max(from - position, 0),
      Math.max(to + 1 - position, 0),
    );
    position += chunk.length;
    if (part.length > 0 && !response.write(part)) await drained(response);
    if (response.destroyed || position > to) break;
  }
  response.end();
}
