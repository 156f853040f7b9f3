/** The tokens of our own runs, which are in the agent's environment: `btr_` and 256 random bits. */
const RUN_TOKEN = /btr_[A-Za-z0-9_-]{43}/;
const BASE64 = /[A-Za-z0-9+/_-]{24,}={0,2}/g;
const HEX = /(?:[0-9a-f]{2}){24,}/gi;
const ENCODED_MAX_CHARS = 1024 * 1024;

/** Whether a text holds a token of a run: as it is, backwards, or as base64, hexadecimal or parts of a URL. */
export function holdsRunToken(text: string): boolean {
  if (RUN_TOKEN.test(text)) return true;
  if (
    RUN_TOKEN.test([...text.slice(0, ENCODED_MAX_CHARS)].reverse().join(''))
  ) {
    return true;
  }
  if (text.includes('%') && RUN_TOKEN.test(unescapePercent(text))) return true;
  for (const [run] of text.matchAll(BASE64)) {
    // Where it begins within groups of four is not known: what was encoded may be a part of more.
    for (const skip of [0, 1, 2, 3]) {
      const decoded = Buffer.from(run.slice(skip), 'base64').toString('latin1');
      if (RUN_TOKEN.test(decoded)) return true;
    }
  }
  for (const [run] of text.matchAll(HEX)) {
    if (RUN_TOKEN.test(Buffer.from(run, 'hex').toString('latin1'))) return true;
  }
  return false;
}

function unescapePercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
}
