/** One line of a file's change; `note` is git speaking, such as of a missing line feed. */
export type DiffLine = {
  kind: 'hunk' | 'context' | 'add' | 'delete' | 'note';
  text: string;
  oldNumber: number | undefined;
  newNumber: number | undefined;
};

/** The change of one file, as a unified diff tells it. */
export type FileDiff = { path: string; binary: boolean; lines: DiffLine[] };

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** Lines after which somebody else may have a turn. */
const LINES_AT_ONCE = 1_000;

/** Reads git's unified diff in one go. */
export function parseDiff(patch: string): FileDiff[] {
  const steps = readSteps(patch);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Reads git's unified diff, and stops now and then. Inside a hunk lines are counted, not guessed, so that a deleted
 * line which begins with `-- ` is no file header.
 */
export function* readSteps(patch: string): Generator<void, FileDiff[]> {
  const files: FileDiff[] = [];
  let hunk: Hunk | undefined;
  let lines = 0;
  for (const line of splitLines(patch)) {
    const file = files.at(-1);
    if (file && hunk && (hunk.oldLeft > 0 || hunk.newLeft > 0)) {
      file.lines.push(readHunkLine(hunk, line));
    } else if (line.startsWith('diff --git ')) {
      files.push({ path: pathOfHeader(line), binary: false, lines: [] });
    } else if (file) {
      hunk = readHeaderLine(file, line);
    }
    lines += 1;
    if (lines % LINES_AT_ONCE === 0) yield;
  }
  return files;
}

/** Where in the two versions of a file the next line of a hunk stands, and how many are left. */
type Hunk = {
  oldNumber: number;
  oldLeft: number;
  newNumber: number;
  newLeft: number;
};

function readHeaderLine(file: FileDiff, line: string): Hunk | undefined {
  const hunk = HUNK.exec(line);
  if (hunk) {
    file.lines.push(unnumbered('hunk', line));
    return {
      oldNumber: Number(hunk[1]),
      oldLeft: Number(hunk[2] ?? 1),
      newNumber: Number(hunk[3]),
      newLeft: Number(hunk[4] ?? 1),
    };
  }
  if (line.startsWith('\\')) {
    file.lines.push(unnumbered('note', line.slice(1)));
  } else if (line.startsWith('+++ ') || line.startsWith('--- ')) {
    file.path = pathOfMarker(line.slice(4)) ?? file.path;
  } else if (/^(Binary files |GIT binary patch)/.test(line)) {
    file.binary = true;
  }
  return undefined;
}

function readHunkLine(hunk: Hunk, line: string): DiffLine {
  const text = line.slice(1);
  switch (line[0]) {
    case '+':
      hunk.newLeft--;
      return {
        kind: 'add',
        text,
        oldNumber: undefined,
        newNumber: hunk.newNumber++,
      };
    case '-':
      hunk.oldLeft--;
      return {
        kind: 'delete',
        text,
        oldNumber: hunk.oldNumber++,
        newNumber: undefined,
      };
    case '\\':
      return unnumbered('note', text);
    default:
      hunk.oldLeft--;
      hunk.newLeft--;
      return {
        kind: 'context',
        text,
        oldNumber: hunk.oldNumber++,
        newNumber: hunk.newNumber++,
      };
  }
}

function splitLines(patch: string): string[] {
  const lines = patch.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function unnumbered(kind: 'hunk' | 'note', text: string): DiffLine {
  return { kind, text, oldNumber: undefined, newNumber: undefined };
}

// `diff --git a/x b/x`: both halves are the same path where git writes no other header.
function pathOfHeader(line: string): string {
  const rest = line.slice('diff --git '.length);
  if (rest.startsWith('"')) {
    return pathOfMarker(rest.slice(0, rest.indexOf('" ') + 1)) ?? rest;
  }
  const half = rest.slice(0, (rest.length - 1) / 2);
  return half.replace(/^a\//, '');
}

// The side that does not exist is `/dev/null`.
function pathOfMarker(marker: string): string | undefined {
  const path = unquote(marker.replace(/\t$/, ''));
  if (path === '/dev/null') return undefined;
  return path.replace(/^[ab]\//, '');
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
};

// git quotes unusual paths as C does, with the bytes of UTF-8 in octal.
function unquote(text: string): string {
  if (!text.startsWith('"') || !text.endsWith('"')) return text;
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const [token, octal, escaped] of text
    .slice(1, -1)
    .matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gsu)) {
    if (octal) bytes.push(parseInt(octal, 8));
    else if (escaped)
      bytes.push(...encoder.encode(ESCAPES[escaped] ?? escaped));
    else bytes.push(...encoder.encode(token));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
