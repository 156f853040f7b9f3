// Characters that change how a text looks without being seen: controls, lone surrogates, and the marks that turn the
// direction of writing, by which a line can be made to read as another one.
const INVISIBLE =
  /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** The text with Unix line ends, and without invisible characters but line feeds and tabs. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(INVISIBLE, character =>
      character === '\n' || character === '\t' ? character : '',
    );
}

/** The text in one line. */
export function singleLine(text: string): string {
  return cleanText(text).split(/\s+/).filter(Boolean).join(' ');
}

/** The first line that holds anything, or an empty text. */
export function firstLine(text: string): string {
  for (const line of cleanText(text).split('\n')) {
    const trimmed = singleLine(line);
    if (trimmed) {
      return trimmed;
    }
  }
  return '';
}

/** At most `maximum` UTF-16 units of the text; an ellipsis stands for what is left out. */
export function cut(text: string, maximum: number): string {
  if (text.length <= maximum) {
    return text;
  }
  const head = text.slice(0, maximum - 1).replace(/\p{Cs}$/u, '');
  return `${head.trimEnd()}…`;
}
