/** One word of a command line. */
export type Word = {
  /** Without its quotes, its variables filled in. */
  text: string;
  /** Whether the shell would leave it as it is: no globs, no splitting. */
  quoted: boolean;
  /** What in it nobody knows before it runs: the names of variables, `()` for a command's output. */
  unknown: readonly string[];
};

const SAFE = /^[\w@%+=:,./^-]+$/;
/** What an unquoted word may hold and still mean itself, or a glob. */
const SAFE_GLOB = /^[\w@%+=:,./^*?[\]{}~!-]+$/;

/** A word without quotes. */
export function plainWord(text: string): Word {
  return { text, quoted: false, unknown: [] };
}

/** The word as a person would type it. */
export function quoteWord({ text, quoted }: Word): string {
  if (SAFE.test(text) || (!quoted && SAFE_GLOB.test(text))) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Words as a person would type them. */
export function quoteWords(words: readonly Word[]): string {
  return words.map(quoteWord).join(' ');
}
