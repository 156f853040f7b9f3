import type { Config } from '@backstage/config';

const MASK = '***';

/**
 * Shapes of secrets that come from nowhere in our configuration. Sources: GitHub's "About authentication" (token
 * prefixes), AWS's "IAM identifiers", RFC 7468 (private keys), RFC 3986 (user information in a URL), RFC 7519.
 */
const patterns: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{22,255}\b/g,
  /\bbtr_[A-Za-z0-9_-]{43}\b/g,
  /\bglpat-[A-Za-z0-9_-]{20,64}\b/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /\bsk-[A-Za-z0-9_-]{20,200}\b/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\beyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g,
];
const urlPassword =
  /([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,256}:)[^\s/@]{1,512}@/gi;
const authorization =
  /(authorization:\s*(?:bearer|basic|token)\s+)\S{1,4096}/gi;

/** Removes secrets from a text. */
export type Redact = (text: string) => string;

/** Makes a `Redact` that knows the exact values given (those of at least 8 characters) and the usual shapes. */
export function createRedact(secrets: Iterable<string>): Redact {
  const exact = [...new Set(secrets)]
    .filter(secret => secret.length >= 8)
    .sort((a, b) => b.length - a.length);
  return text => {
    let result = text;
    for (const secret of exact) result = result.replaceAll(secret, MASK);
    for (const pattern of patterns) result = result.replace(pattern, MASK);
    return result
      .replace(urlPassword, `$1${MASK}@`)
      .replace(authorization, `$1${MASK}`);
  };
}

/** The secrets of the `integrations` configuration, as they are and as Basic authorization carries them. */
export function secretsOfIntegrations(config: Config): string[] {
  const secrets: string[] = [];
  collect(config.getOptional('integrations'), secrets);
  return secrets.flatMap(secret => [
    secret,
    Buffer.from(`x-access-token:${secret}`).toString('base64'),
  ]);
}

const secretKeys = /token|secret|password|privateKey|accessKey/i;

function collect(value: unknown, into: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, into);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (typeof child === 'string' && secretKeys.test(key)) into.push(child);
    else collect(child, into);
  }
}
