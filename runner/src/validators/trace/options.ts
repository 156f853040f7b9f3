import type { ToolRule } from '../Ecosystem';
import type { Word } from '../shell';

/** Whether a word is an option of that name: `--config`, `--config=x`, `-c`, `-cx` (only where `-c` has two characters). */
export function isOption(word: string, name: string): boolean {
  return word === name || word.startsWith(`${name}=`);
}

export function hasOption(
  words: readonly Word[],
  names: Iterable<string> | undefined,
): boolean {
  if (!names) return false;
  for (const name of names) {
    if (words.some(({ text }) => isOption(text, name))) return true;
  }
  return false;
}

/** The value of an option: of `--config x`, `--config=x`. */
export function optionValues(
  words: readonly Word[],
  names: readonly string[],
): string[] {
  return words.flatMap(({ text }, index) => {
    const name = names.find(candidate => isOption(text, candidate));
    if (!name) return [];
    if (text !== name) return [text.slice(name.length + 1)];
    const next = words.at(index + 1)?.text;
    return next && !next.startsWith('-') ? [next] : [];
  });
}

/** Leaves out options, with their values where they have some. */
export function withoutOptions(
  words: readonly Word[],
  names: readonly string[],
  valued: readonly string[] = [],
): Word[] {
  const kept: Word[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const name = names.find(candidate => isOption(word.text, candidate));
    if (!name) kept.push(word);
    else if (word.text === name && valued.includes(name)) index += 1;
  }
  return kept;
}

/** The index of the first word after the program that is neither an option nor its value; -1 where there is none. */
export function firstArgument(
  words: readonly Word[],
  from: number,
  valued: readonly string[] = [],
): number {
  for (let index = from; index < words.length; index++) {
    const { text } = words[index];
    if (text === '--') return -1;
    if (!text.startsWith('-') && !text.startsWith('+')) return index;
    if (valued.includes(text)) index += 1;
  }
  return -1;
}

/** What a call checks, without how it says so: its arguments, and the options that choose. */
export function whatIsChecked(
  words: readonly Word[],
  { valued = [], selects = [] }: ToolRule,
): string {
  const parts: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const { text } = words[index];
    const option = selects.find(name => isOption(text, name));
    const value = valued.includes(text) ? words.at(index + 1)?.text : undefined;
    if (value !== undefined) index += 1;
    if (option) parts.push(value === undefined ? text : `${text}=${value}`);
    else if (!text.startsWith('-') && !text.startsWith('+') && text !== '.') {
      parts.push(text);
    }
  }
  return parts.join(' ');
}
