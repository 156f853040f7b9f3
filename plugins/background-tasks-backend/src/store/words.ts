/** All that a name of 40 characters and instructions of 20,000 can have, with one between two words. */
const MAX_WORDS = (40 + 20_000) / 2;
const MAX_WORD_LENGTH = 64;

/** The words of a text, in lower case, each once. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    words.add(word.slice(0, MAX_WORD_LENGTH));
    if (words.size === MAX_WORDS) break;
  }
  return [...words];
}

/** The first text after all that begin with the word: no word has a character beyond the last plane. */
export function endOfPrefix(word: string): string {
  return `${word}\u{10ffff}`;
}
