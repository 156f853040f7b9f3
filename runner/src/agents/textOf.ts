/** The text of what a tool answered, whether it is a text, parts of one, or something else. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (Array.isArray(content)) return content.map(textOf).join('\n');
  if (typeof content === 'object' && 'text' in content) {
    return textOf(content.text);
  }
  return JSON.stringify(content);
}
