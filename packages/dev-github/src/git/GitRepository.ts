import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { isRefName, isSha } from '../names';
import { GitProcesses, RunOptions, RunResult } from './GitProcesses';

const OBJECT_TYPES = ['blob', 'tree', 'commit', 'tag'] as const;

export type ObjectType = (typeof OBJECT_TYPES)[number];

export interface GitObject {
  sha: string;
  type: ObjectType;
  data: Buffer;
}

/** One bare repository: its objects, and how a name leads to one. */
export class GitRepository {
  constructor(
    readonly processes: GitProcesses,
    readonly gitDir: string,
    private readonly temporaryRoot: string,
  ) {}

  /** Runs git in this repository; see {@link GitProcesses.run}. */
  async run(args: readonly string[], options?: RunOptions): Promise<RunResult> {
    return this.processes.run([...this.globalArguments(), ...args], options);
  }

  /** The output of a git command as text, without the last line feed. */
  async text(args: readonly string[], options?: RunOptions): Promise<string> {
    const { stdout } = await this.run(args, options);
    return stdout.toString('utf8').replace(/\n$/, '');
  }

  start(args: readonly string[]) {
    return this.processes.start([...this.globalArguments(), ...args]);
  }

  /** Gives `use` a folder that is gone afterwards. */
  async withTemporary<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(path.join(this.temporaryRoot, 'work-'));
    try {
      return await use(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async readObject(sha: string): Promise<GitObject | undefined> {
    const objects = await this.readObjects([sha]);
    return objects.get(sha);
  }

  /** Those of the objects that exist, by one git process. */
  async readObjects(shas: readonly string[]): Promise<Map<string, GitObject>> {
    if (shas.length === 0) return new Map();
    const { stdout } = await this.run(['cat-file', '--batch'], {
      input: `${checkShas(shas).join('\n')}\n`,
      maxBytes: 128 * 1024 * 1024,
    });
    return parseBatch(stdout);
  }

  /** The types of those of the objects that exist, by one git process. */
  async readTypes(shas: readonly string[]): Promise<Map<string, string>> {
    if (shas.length === 0) return new Map();
    const output = await this.text(['cat-file', '--batch-check'], {
      input: `${checkShas(shas).join('\n')}\n`,
    });
    const types = new Map<string, string>();
    for (const line of output.split('\n')) {
      const [sha, type] = line.split(' ');
      if (type !== 'missing') types.set(sha, type);
    }
    return types;
  }

  async writeBlob(data: Buffer): Promise<string> {
    return this.text(['hash-object', '-w', '--stdin'], { input: data });
  }

  /**
   * The commit that a full sha, a short sha, a branch, a tag, a full ref name
   * or `HEAD` stands for.
   */
  async resolveCommit(name: string): Promise<string | undefined> {
    if (isSha(name) || name === 'HEAD') return this.peel(name, 'commit');
    const candidates = [
      `refs/heads/${name}`,
      `refs/tags/${name}`,
      name,
      `refs/${name}`,
    ].filter(isRefName);
    if (/^[0-9a-f]{7,39}$/.test(name)) candidates.push(name);
    for (const candidate of candidates) {
      const sha = await this.peel(candidate, 'commit');
      if (sha) return sha;
    }
    return undefined;
  }

  /** The tree that a tree's sha, or any name of a commit, stands for. */
  async resolveTree(name: string): Promise<string | undefined> {
    const commit = await this.resolveCommit(name);
    const start = commit ?? name;
    return isSha(start) ? this.peel(start, 'tree') : undefined;
  }

  /** The commit at the head of a branch. */
  async branchHead(branch: string): Promise<string | undefined> {
    const ref = `refs/heads/${branch}`;
    return isRefName(ref) ? this.peel(ref, 'commit') : undefined;
  }

  private async peel(name: string, type: ObjectType) {
    const result = await this.run(
      ['rev-parse', '--verify', '--quiet', `${name}^{${type}}`],
      { exitCodes: [0, 1, 128] },
    );
    const sha = result.stdout.toString('utf8').trim();
    return result.exitCode === 0 && isSha(sha) ? sha : undefined;
  }

  private globalArguments(): string[] {
    return ['--git-dir', this.gitDir, '--literal-pathspecs'];
  }
}

function checkShas(shas: readonly string[]): readonly string[] {
  const wrong = shas.find(sha => !isSha(sha));
  if (wrong !== undefined) throw new Error(`'${wrong}' is not an object id`);
  return shas;
}

function parseBatch(output: Buffer): Map<string, GitObject> {
  const objects = new Map<string, GitObject>();
  let position = 0;
  while (position < output.length) {
    const lineEnd = output.indexOf(0x0a, position);
    const header = output.toString('utf8', position, lineEnd);
    const [sha, typeName, size] = header.split(' ');
    position = lineEnd + 1;
    const type = OBJECT_TYPES.find(candidate => candidate === typeName);
    if (!type) continue;
    const end = position + Number(size);
    objects.set(sha, { sha, type, data: output.subarray(position, end) });
    position = end + 1;
  }
  return objects;
}
