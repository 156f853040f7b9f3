import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { RequestKey } from '../tasks';

/** The key under which a request may be sent again, with the hash of what it asks for. */
export function readRequestKey(request: Request): RequestKey | undefined {
  const key = request.header('idempotency-key');
  if (key === undefined) return undefined;
  const requestHash = createHash('sha256')
    .update(canonicalJson(request.body))
    .digest('hex');
  return { key, requestHash };
}

/** JSON that is the same for the same value, in whatever order its fields were written. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, node: unknown) =>
    typeof node === 'object' && node !== null && !Array.isArray(node)
      ? Object.fromEntries(
          Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : node,
  );
}
