import { GitError } from './GitProcesses';
import { GitRepository } from './GitRepository';

const MAX_PATCH_BYTES = 20 * 1024 * 1024;
/** What the first commit of a repository is compared with. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

const NULL_SHA = '0'.repeat(40);

/** Nothing of the repository or the machine may shape a diff. */
const DIFF = ['diff-tree', '-r', '-M', '--no-ext-diff', '--no-textconv'];

const STATUS = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
} as const;

export type FileStatus = (typeof STATUS)[keyof typeof STATUS];

export interface FileChange {
  filename: string;
  previousFilename?: string;
  status: FileStatus;
  /** The blob after the change, or before it for a removed file. */
  sha: string;
  additions: number;
  deletions: number;
  /** Hunks only; undefined for binary files and where nothing in them changed. */
  patch?: string;
}

interface RawChange {
  code: keyof typeof STATUS;
  sha: string;
  paths: string[];
}

/** What changed from one tree or commit to another, file by file. */
export async function listChanges(
  git: GitRepository,
  from: string,
  to: string,
): Promise<FileChange[]> {
  const [raw, counts, patch] = await Promise.all([
    git.text([...DIFF, '--raw', '--no-abbrev', '-z', from, to]),
    git.text([...DIFF, '--numstat', '-z', from, to]),
    readPatch(git, from, to),
  ]);
  const lineCounts = parseCounts(counts);
  const sections = patch === undefined ? [] : splitPatch(patch);
  const changes: FileChange[] = [];
  for (const change of parseRaw(raw)) {
    // Git writes a change of type as a removal and an addition
    const own = sections.splice(0, change.code === 'T' ? 2 : 1);
    const filename = change.paths[change.paths.length - 1];
    const count = lineCounts.get(filename);
    changes.push({
      filename,
      ...(change.paths.length > 1 ? { previousFilename: change.paths[0] } : {}),
      status: STATUS[change.code],
      sha: change.sha,
      additions: count?.additions ?? 0,
      deletions: count?.deletions ?? 0,
      patch: own.map(hunksOf).filter(Boolean).join('\n') || undefined,
    });
  }
  return changes;
}

/** The whole change as `git diff` writes it. */
export async function readDiff(
  git: GitRepository,
  from: string,
  to: string,
): Promise<Buffer> {
  const { stdout } = await git.run([...DIFF, '-p', from, to], {
    maxBytes: MAX_PATCH_BYTES,
  });
  return stdout;
}

/** Undefined where the patch is too large, as GitHub leaves it out too. */
async function readPatch(git: GitRepository, from: string, to: string) {
  try {
    return (await readDiff(git, from, to)).toString('utf8');
  } catch (error) {
    if (error instanceof GitError && error.exitCode === null) return undefined;
    throw error;
  }
}

function parseRaw(output: string): RawChange[] {
  const fields = output.split('\0');
  const changes: RawChange[] = [];
  while (fields.length > 1) {
    const [, , oldSha, newSha, status] = (fields.shift() ?? '').split(' ');
    const code = parseCode(status);
    const paths = fields.splice(0, code === 'R' || code === 'C' ? 2 : 1);
    changes.push({ code, sha: newSha === NULL_SHA ? oldSha : newSha, paths });
  }
  return changes;
}

function parseCode(status = ''): keyof typeof STATUS {
  switch (status[0]) {
    case 'A':
    case 'D':
    case 'R':
    case 'C':
    case 'T':
      return status[0];
    default:
      return 'M';
  }
}

function parseCounts(output: string) {
  const fields = output.split('\0');
  const counts = new Map<string, { additions: number; deletions: number }>();
  while (fields.length > 1) {
    const [additions, deletions, ...rest] = (fields.shift() ?? '').split('\t');
    // A rename has its two names in fields of their own; a name may hold tabs
    const filename = rest.join('\t') || fields.splice(0, 2)[1];
    counts.set(filename, {
      additions: Number(additions) || 0,
      deletions: Number(deletions) || 0,
    });
  }
  return counts;
}

/**
 * One section per file. Lines of content never begin with `diff --git`; only a
 * line feed begins a line, a carriage return inside of one does not.
 */
function splitPatch(patch: string): string[] {
  return patch.split(/(?<=\n)(?=diff --git )/).filter(Boolean);
}

function hunksOf(section: string): string {
  const start = section.indexOf('\n@@ ');
  return start < 0 ? '' : section.slice(start + 1).replace(/\n$/, '');
}
