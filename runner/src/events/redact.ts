import { LOG_LINE_MAX_BYTES } from '@background-tasks/plugin-background-tasks-common';

const HIDDEN = '***';
const CUT = '…';
/** A shorter piece of a token is of no use to anybody. */
const PIECE_MIN_CHARS = 8;

/** Takes secrets out of a text, and what a cut has left of one at its ends. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, HIDDEN);
  const cutStart = clean.startsWith(CUT);
  // A line that is as long as one may be was probably longer; a character takes up to three bytes.
  const cutEnd = clean.endsWith(CUT) || clean.length * 3 >= LOG_LINE_MAX_BYTES;
  if (!cutStart && !cutEnd) return clean;
  for (const secret of secrets) {
    if (cutEnd) clean = withoutBeginning(clean, secret);
    if (cutStart) clean = withoutEnd(clean, secret);
  }
  return clean;
}

function withoutBeginning(text: string, secret: string): string {
  const mark = text.endsWith(CUT) ? CUT : '';
  const body = text.slice(0, text.length - mark.length);
  for (let chars = secret.length - 1; chars >= PIECE_MIN_CHARS; chars--) {
    if (!body.endsWith(secret.slice(0, chars))) continue;
    return body.slice(0, -chars) + HIDDEN + mark;
  }
  return text;
}

function withoutEnd(text: string, secret: string): string {
  const [mark = ''] = /^…\n?/.exec(text) ?? [];
  const body = text.slice(mark.length);
  for (let chars = secret.length - 1; chars >= PIECE_MIN_CHARS; chars--) {
    if (!body.startsWith(secret.slice(-chars))) continue;
    return mark + HIDDEN + body.slice(chars);
  }
  return text;
}
