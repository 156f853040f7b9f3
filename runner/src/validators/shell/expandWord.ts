import type { Part } from './tokenize';
import type { Word } from './Word';

/** The values of variables; undefined where there is none. */
export type Variables = ReadonlyMap<string, string>;

/** The elements of arrays; undefined where there is none. */
export type Arrays = ReadonlyMap<string, readonly Word[]>;

/** Fills the variables of a word in. One word can become several, or none. */
export function expandWord(
  parts: readonly Part[],
  variables: Variables,
  arrays: Arrays = new Map(),
): Word[] {
  const words: Word[] = [];
  let word: { text: string; quoted: boolean; unknown: string[] } | undefined;
  const open = () => {
    word ??= { text: '', quoted: true, unknown: [] };
    return word;
  };
  for (const part of parts) {
    if (part.type === 'text') {
      const current = open();
      current.text += part.text;
      if (!part.quoted) current.quoted = false;
      continue;
    }
    if (part.type === 'output') {
      open().unknown.push('()');
      continue;
    }
    if ('@*'.includes(part.name)) continue;
    const elements = elementsOf(part, arrays);
    if (elements) {
      for (const [index, element] of elements.entries()) {
        if (index > 0 && word) {
          words.push(word);
          word = undefined;
        }
        const current = open();
        current.text += element.text;
        current.unknown.push(...element.unknown);
        if (!element.quoted) current.quoted = false;
      }
      continue;
    }
    const value = variables.get(part.name) ?? part.fallback;
    if (value === '' && !variables.has(part.name)) {
      open().unknown.push(part.name);
      continue;
    }
    if (part.quoted) {
      open().text += value;
      continue;
    }
    const pieces = value.split(/\s+/);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0 && word) {
        words.push(word);
        word = undefined;
      }
      if (piece === '') continue;
      const current = open();
      current.text += piece;
      current.quoted = false;
    }
  }
  if (word) words.push(word);
  return words;
}

function elementsOf(
  { name, element = 0 }: Extract<Part, { type: 'variable' }>,
  arrays: Arrays,
): readonly Word[] | undefined {
  const elements = arrays.get(name);
  if (!elements || element === 'all') return elements;
  return elements.slice(element, element + 1);
}
