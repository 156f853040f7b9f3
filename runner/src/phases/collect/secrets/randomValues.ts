/** A name that says "secret", and a value: `API_KEY=…`, `"password": "…"`, `clientSecret: '…'`. */
const ASSIGNMENT =
  /\b[\w.-]{0,40}(?:secret|token|passw(?:or)?d|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|auth[_-]?key)[\w-]{0,20}["'`]?\s*(?:[:=]|=>|:=)\s*["'`]?([A-Za-z0-9+/_=~.-]{20,200})(?=["'`\s,;]|$)/gi;
/** Bits per character: random base64 of 32 characters has some 4.4, words and paths have less. */
const RANDOM_BITS = 3.6;
const PLACEHOLDER =
  /example|placeholder|changeme|your[_-]|xxxx|dummy|sample|fake|test|0123456|abcdef|process\.env|secrets?\.|\.\./i;

/** Words that are joined by signs make no random value, however long they are together. */
const UNBROKEN = /[A-Za-z0-9+/]{16,}/g;

/** Whether a line gives a random value to a name that says that it is a secret. */
export function holdsRandomSecret(line: string): boolean {
  for (const [, value] of line.matchAll(ASSIGNMENT)) {
    if (PLACEHOLDER.test(value)) continue;
    for (const [part] of value.matchAll(UNBROKEN)) {
      const mixed = /\d/.test(part) && /[A-Za-z]/.test(part);
      if (mixed && bitsOf(part) >= RANDOM_BITS) return true;
    }
  }
  return false;
}

/** Shannon's entropy per character. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
