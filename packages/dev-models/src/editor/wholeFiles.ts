import type { Message } from '../conversation';
import type { FileChange } from './editorReply';

const LISTING = /^(\S[^\n]*)\n(`{3,})[^\n]*\n([\s\S]*?)\n?\2\s*$/gm;

/** Changes as whole files in aider's format; files that it has not shown are asked for. */
export function wholeFiles(
  changes: readonly FileChange[],
  received: readonly Message[],
): string[] {
  const files = shownFiles(received);
  const changed = new Map<string, string>();
  const missing = new Set<string>();
  for (const change of changes) {
    if ('content' in change) {
      changed.set(change.path, change.content);
      continue;
    }
    const before = changed.get(change.path) ?? files.get(change.path);
    if (before === undefined) missing.add(change.path);
    else changed.set(change.path, applied(before, change));
  }
  if (missing.size > 0) {
    const names = [...missing].map(name => `- \`${name}\``);
    return [['Please add these files to the chat:', ...names].join('\n')];
  }
  return [...changed].map(([path, content]) =>
    [path, '```', content.replace(/\n$/, ''), '```'].join('\n'),
  );
}

function shownFiles(received: readonly Message[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const { role, text } of received) {
    if (role !== 'user') continue;
    for (const [, path, , content] of text.matchAll(LISTING)) {
      files.set(path, content);
    }
  }
  return files;
}

function applied(
  content: string,
  { find, replace }: { find: string; replace: string },
): string {
  const place = content.indexOf(find);
  if (place < 0) return content;
  return content.slice(0, place) + replace + content.slice(place + find.length);
}
