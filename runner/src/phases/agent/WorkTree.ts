import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Git, treeFiles, type TreeFiles } from '../../git';

/** What the repository's own configuration must not make git run. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/**
 * The working copy as the agent leaves it, compared with the commit that it began at. This informs the agent's rounds
 * alone: what comes out is found by collect, which trusts nothing here.
 */
export class WorkTree {
  private constructor(
    private readonly git: Git,
    private readonly work: string,
    private readonly index: string,
    readonly baseCommit: string,
  ) {}

  /** Undefined where the folder is no repository. */
  static async open(work: string, tmp: string): Promise<WorkTree | undefined> {
    const git = Git.create(tmp);
    const head = await git.try(['rev-parse', '--verify', 'HEAD^{commit}'], {
      cwd: work,
    });
    if (head.exitCode !== 0 || !existsSync(join(work, '.git', 'index'))) {
      return undefined;
    }
    const index = join(tmp, 'agent-index');
    // With it, git need not read again what has not changed.
    copyFileSync(join(work, '.git', 'index'), index);
    const commit = head.stdout.toString().trim();
    return new WorkTree(git, work, index, commit);
  }

  /** The files of the commit that the agent began at. */
  base(): TreeFiles {
    return treeFiles(this.git, this.work, this.baseCommit);
  }

  /** The name of what is there now; undefined where git cannot tell. */
  async tree(): Promise<string | undefined> {
    const options = { cwd: this.work, env: { GIT_INDEX_FILE: this.index } };
    const added = await this.git.try([...SAFE, 'add', '--all'], options);
    if (added.exitCode !== 0) return undefined;
    const tree = await this.git.try([...SAFE, 'write-tree'], options);
    return tree.exitCode === 0 ? tree.stdout.toString().trim() : undefined;
  }

  /** The paths that differ between two trees or commits. */
  async changed(from: string, to: string): Promise<string[]> {
    const { exitCode, stdout } = await this.git.try(
      [...SAFE, 'diff-tree', '-r', '-z', '--name-only', from, to],
      { cwd: this.work },
    );
    if (exitCode !== 0) return [];
    return stdout
      .toString()
      .split('\0')
      .filter(path => path !== '');
  }
}
