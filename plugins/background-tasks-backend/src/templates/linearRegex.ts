import { RE2JS } from 're2js';

/**
 * Steps that one search may take at most: a linear-time engine needs about (size of the program) x (characters), which
 * at this bound is about a tenth of a second.
 */
const MAX_STEPS = 2_000_000;

/** Size of a compiled expression that is accepted: `a{1000}` alone is 1,000. */
export const MAX_PROGRAM_SIZE = 1_000;

/**
 * Compiles an expression that a user wrote.
 *
 * @returns the expression, or what is wrong with it
 */
export function compileRegex(
  source: string,
): { regex: RE2JS } | { problem: string } {
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(source);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  return regex.programSize() > MAX_PROGRAM_SIZE
    ? { problem: 'it repeats too much: it is too large once it is spelt out' }
    : { regex };
}

/** Whether the expression finds something in the text; `tooLong` where that would take too much time. */
export function searchRegex(
  regex: RE2JS,
  text: string,
): 'found' | 'notFound' | 'tooLong' {
  if (regex.programSize() * text.length > MAX_STEPS) return 'tooLong';
  return regex.matcher(text).find() ? 'found' : 'notFound';
}
