import { cleanText, cut } from '../plainText';

const MAX_CHARACTERS = 20_000;

/** Whether GitHub takes the file for a pull request template. */
export function isTemplateFile(name: string): boolean {
  return /^pull_request_template(\.(md|txt))?$/i.test(name);
}

/** Whether GitHub takes the directory for one of several templates. */
export function isTemplateDirectory(name: string): boolean {
  return /^pull_request_template$/i.test(name);
}

/** Which of several templates is meant where nobody chooses: the only one, or the one that is called so. */
export function chooseTemplate(names: string[]): string | undefined {
  const templates = names.filter(name => /\.(md|txt)$/i.test(name));
  return templates.length === 1
    ? templates[0]
    : templates.find(name =>
        /^(default|pull_request_template)\.(md|txt)$/i.test(name),
      );
}

/**
 * The template as it stands above the description of a change. It is the repository's own Markdown and stays that, but
 * whatever it leaves open is closed, so that it cannot swallow what follows.
 */
export function readTemplate(text: string): string | undefined {
  const clean = cut(cleanText(text).trim(), MAX_CHARACTERS);
  if (!clean) return undefined;
  const closers: string[] = [];
  const fence = openFence(clean);
  if (fence) closers.push(fence);
  if (clean.lastIndexOf('<!--') > clean.lastIndexOf('-->')) closers.push('-->');
  const details =
    count(clean, /<details[\s>]/gi) - count(clean, /<\/details>/gi);
  if (details > 0) closers.push('</details>'.repeat(Math.min(details, 100)));
  return [clean, ...closers].join('\n');
}

/** What closes the code block that is still open at the end, if any. */
function openFence(text: string): string | undefined {
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const [, fence, rest] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (!fence) continue;
    if (open === undefined) {
      open = fence;
    } else if (fence.startsWith(open) && rest.trim() === '') {
      open = undefined;
    }
  }
  return open;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
