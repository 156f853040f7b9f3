import type { IncomingMessage } from 'node:http';
import { isObject, type JsonObject } from './Dialect';
import { ModelRefusal } from './ModelRefusal';

/** As large as vendors accept: Anthropic's Messages API takes 32 MB. */
export const REQUEST_MAX_BYTES = 32 * 1024 * 1024;

/** Reads the body of a request. @throws ModelRefusal where it is too large, or encoded */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new ModelRefusal(
      400,
      'invalid',
      `The request is encoded with '${encoding}': send it as it is.`,
    );
  }
  if (Number(request.headers['content-length']) > REQUEST_MAX_BYTES) {
    throw tooLarge();
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > REQUEST_MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws ModelRefusal where it is no JSON object */
export function parseBody(body: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isObject(value)) return value;
  } catch {
    // Told below, like anything else that is no object.
  }
  throw new ModelRefusal(400, 'invalid', 'The request is no JSON object.');
}

function tooLarge(): ModelRefusal {
  return new ModelRefusal(
    413,
    'tooLarge',
    `The request is larger than ${REQUEST_MAX_BYTES / 1024 / 1024} MiB.`,
  );
}
