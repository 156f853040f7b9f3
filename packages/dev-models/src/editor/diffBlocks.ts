import type { FileChange } from './editorReply';

/** Changes as aider's SEARCH/REPLACE blocks. */
export function diffBlocks(changes: readonly FileChange[]): string[] {
  return changes.map(change => {
    const [find, replace] =
      'content' in change
        ? ['', change.content]
        : [change.find, change.replace];
    return [
      change.path,
      '```',
      '<<<<<<< SEARCH',
      ...linesOf(find),
      '=======',
      ...linesOf(replace),
      '>>>>>>> REPLACE',
      '```',
    ].join('\n');
  });
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
