/** `{{name}}`, with or without spaces. Anything else in double braces, such as `{{ a.b }}`, is plain text. */
const PLACEHOLDER = /\{\{\s*([\w-]+)\s*\}\}/g;

/** As many characters as a task's instructions may have. @public */
export const MAX_INSTRUCTIONS_LENGTH = 20_000;

/** The names that stand in double braces, each once. @public */
export function placeholdersOf(text: string): string[] {
  return [
    ...new Set(Array.from(text.matchAll(PLACEHOLDER), ([, name]) => name)),
  ];
}

/**
 * Puts a value in the place of each placeholder, in a single pass: what a value holds is not looked at again. A
 * parameter without a value leaves nothing.
 *
 * @returns undefined where more than `maxLength` characters would come out
 * @public
 */
export function fillPlaceholders(
  text: string,
  values: ReadonlyMap<string, string>,
  maxLength: number = MAX_INSTRUCTIONS_LENGTH,
): string | undefined {
  const parts: string[] = [];
  let length = 0;
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const part = text.slice(end, match.index) + (values.get(match[1]) ?? '');
    end = match.index + match[0].length;
    length += part.length;
    if (length > maxLength) return undefined;
    parts.push(part);
  }
  parts.push(text.slice(end));
  const filled = parts.join('');
  return filled.length > maxLength ? undefined : filled;
}
