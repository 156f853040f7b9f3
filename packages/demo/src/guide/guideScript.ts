const FENCE = /^```(\w*)(?: (\w+))?\s*$/;
const HEADING = /^##+ (.*)$/;

/** Bash stops at the first command that fails, and says where in the guide that is. */
const PROLOGUE = [
  'set -Eeuo pipefail',
  `trap 'echo "$GUIDE:$LINENO: this failed: $BASH_COMMAND\${FUNCNAME:+ (called in line \${BASH_LINENO[0]})}" >&2' ERR`,
].join('; ');

/** What a block for one kind of portal alone begins with: ```` ```sh kubernetes ````. */
export type GuideSetting = 'kubernetes';

/**
 * A guide in Markdown as one bash script: its `sh` blocks in their order, each command on the line where it stands in
 * the guide, and its headings said aloud between them. Blocks for a certain setting are left out where it is another.
 *
 * @throws if the guide has no `sh` block, or one that does not end
 */
export function guideScript(markdown: string, setting?: GuideSetting): string {
  const lines: string[] = [];
  let language: string | undefined;
  let isRun = false;
  let blocks = 0;
  for (const line of markdown.split('\n')) {
    const fence = FENCE.exec(line);
    if (language !== undefined && fence) {
      language = undefined;
      lines.push('');
    } else if (language !== undefined) {
      lines.push(isRun ? line : '');
    } else if (fence) {
      language = fence[1];
      isRun = language === 'sh' && (!fence[2] || fence[2] === setting);
      if (isRun) blocks += 1;
      lines.push('');
    } else {
      const heading = HEADING.exec(line);
      lines.push(heading ? `echo ${quote(`\n== ${heading[1]}`)}` : '');
    }
  }
  if (language !== undefined)
    throw new Error('A block of the guide does not end');
  if (blocks === 0) throw new Error('The guide has no block that can be run');
  // The first line of a guide is its title.
  return [PROLOGUE, ...lines.slice(1)].join('\n');
}

function quote(text: string): string {
  return `$'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')}'`;
}
