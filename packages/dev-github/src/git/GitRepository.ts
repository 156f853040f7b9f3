import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { isRefName, isSha } from '../names';
import { GitProcesses, RunOptions, RunResult } from './GitProcesses';
import type { GitObject, ObjectInfo, ObjectType } from './ObjectReader';

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

  /** Those of the objects that exist. */
  async readObjects(shas: readonly string[]): Promise<Map<string, GitObject>> {
    const reader = this.processes.objects(this.gitDir);
    const objects = await Promise.all(
      checkShas(shas).map(sha => reader.contents(sha)),
    );
    return new Map(
      objects.flatMap(object => (object ? [[object.sha, object]] : [])),
    );
  }

  /** The types of those of the objects that exist. */
  async readTypes(shas: readonly string[]): Promise<Map<string, string>> {
    const reader = this.processes.objects(this.gitDir);
    const infos = await Promise.all(
      checkShas(shas).map(sha => reader.info(sha)),
    );
    return new Map(
      infos.flatMap(info => (info ? [[info.sha, info.type]] : [])),
    );
  }

  /** What a full ref name points at. */
  async readRef(ref: string): Promise<ObjectInfo | undefined> {
    if (!isRefName(ref)) return undefined;
    return this.processes.objects(this.gitDir).info(ref);
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
    const reader = this.processes.objects(this.gitDir);
    return (await reader.info(`${name}^{${type}}`))?.sha;
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
