import type { Git } from '../../../git';

/** Lines that a change adds to one file. */
export type AddedLines = {
  /** As git writes it: quoted where it has unusual characters. */
  path: string;
  lines: { number: number; text: string }[];
};

const HUNK = /^@@ -\S+ \+(\d+)(?:,\d+)? @@/;

/** What a change adds, file by file; of binary files nothing. */
export async function addedLines(
  git: Git,
  repository: string,
  from: string,
  to: string,
): Promise<AddedLines[]> {
  const output = await git.run(
    [
      'diff-tree',
      '-r',
      '-p',
      '--unified=0',
      '--no-color',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      from,
      to,
    ],
    { cwd: repository },
  );
  return parsePatch(output.toString());
}

/** Within a hunk every line begins with a sign of its own, so a header cannot be forged by what a file holds. */
function parsePatch(patch: string): AddedLines[] {
  const files: AddedLines[] = [];
  let current: AddedLines | undefined;
  let number = 0;
  let inHunk = false;
  for (const line of patch.split('\n')) {
    if (line.startsWith('diff --git ')) {
      current = { path: '', lines: [] };
      files.push(current);
      inHunk = false;
      continue;
    }
    if (!current) continue;
    const hunk = HUNK.exec(line);
    if (hunk) {
      number = Number(hunk[1]);
      inHunk = true;
    } else if (!inHunk && line.startsWith('+++ ')) {
      current.path = line.slice(4).replace(/^("?)b\//, '$1');
    } else if (inHunk && line.startsWith('+')) {
      current.lines.push({ number, text: line.slice(1) });
      number++;
    }
  }
  return files.filter(({ lines }) => lines.length > 0);
}
