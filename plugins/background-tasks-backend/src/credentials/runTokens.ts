import { createHash, randomBytes } from 'node:crypto';

/** A new token for one run: 256 random bits. Only its hash is stored. */
export function newRunToken(): { token: string; hash: string } {
  const token = `btr_${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashRunToken(token) };
}

/**
 * What a token is looked up by. The look-up of a hash needs no constant time: who does not know the token cannot
 * choose the hash.
 */
export function hashRunToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
