import type { Request } from 'express';

/** The token that a request bears. */
export function bearerOf(req: Request): string | undefined {
  return /^Bearer (.+)$/i.exec(req.get('authorization') ?? '')?.[1];
}
