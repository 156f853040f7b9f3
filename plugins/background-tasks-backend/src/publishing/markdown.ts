/**
 * The text as a fenced code block, in which Markdown, HTML and mentions mean nothing. The fence is longer than any in
 * the text, so that the text cannot close it.
 */
export function fencedBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestBacktickRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** The line as a code span that the line itself cannot close. */
export function codeSpan(line: string): string {
  const ticks = '`'.repeat(longestBacktickRun(line) + 1);
  return `${ticks} ${line} ${ticks}`;
}

/** A code span within a table, where a pipe would end the cell even in code. */
export function codeSpanInTable(line: string): string {
  return codeSpan(line).replace(/\|/g, '\\|');
}

function longestBacktickRun(text: string): number {
  let longest = 0;
  for (const run of text.match(/`+/g) ?? []) {
    longest = Math.max(longest, run.length);
  }
  return longest;
}
