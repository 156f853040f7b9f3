/** Cuts a text to at most `maxBytes` of UTF-8 without cutting a character in two. */
export function cutBytes(text: string, maxBytes: number): string {
  // No character takes more than three bytes per UTF-16 unit, so most lines need no second look.
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  // 10xxxxxx continues a character that began before.
  while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end).toString();
}

/** Keeps the end of a text: its last `maxChars` characters, from the start of a line where there is one. */
export function keepEnd(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const marker = '…\n';
  const end = text.slice(text.length - (maxChars - marker.length));
  const newline = end.indexOf('\n');
  return (
    marker +
    (newline >= 0 && newline < end.length - 1 ? end.slice(newline + 1) : end)
  );
}

/** Keeps the start of a text: at most `maxChars` characters, with an ellipsis where it was cut. */
export function keepStart(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1)}…`;
}

const ESC = '\\u001b';
const BEL = '\\u0007';
// Control sequences (CSI), operating system commands (OSC, ended by BEL or ST) and two-character escapes.
const ANSI = new RegExp(
  `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?|[@-Z\\\\-_])`,
  'g',
);

/** Takes colours and other terminal control sequences out of a text. */
export function stripAnsi(text: string): string {
  return text.replace(ANSI, '');
}
