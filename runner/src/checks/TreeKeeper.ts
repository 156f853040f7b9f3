import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createScratchRepository, type Git } from '../git';
import { messageOf } from '../process';

/** What differs from the tree that a folder was checked out from, by path. */
export type Leftovers = {
  /** Files of the tree that were changed or removed. */
  changed: string[];
  /** New files, and with a slash at their end new folders, that no rule ignores. */
  added: string[];
};

/**
 * Keeps checks apart from each other: knows what one of them left in the folder, and takes it back.
 *
 * git works with an index and a git directory of our own: a check may do to the folder's what it likes.
 */
export class TreeKeeper {
  private constructor(
    private readonly git: Git,
    private readonly work: string,
    private readonly before: Leftovers,
  ) {}

  /**
   * @param dir - a folder of our own for git's files
   * @param tree - the tree, or commit, that `work` is a checkout of; what has been done to it until now may stay
   */
  static async create(
    git: Git,
    dir: string,
    work: string,
    tree: string,
  ): Promise<TreeKeeper> {
    mkdirSync(dir, { recursive: true });
    const repository = join(dir, 'repository');
    await createScratchRepository(git, repository, work);
    const own = git.with({
      GIT_DIR: repository,
      GIT_WORK_TREE: work,
      GIT_INDEX_FILE: join(dir, 'index'),
    });
    await own.run(['read-tree', tree], { cwd: work });
    const none = new TreeKeeper(own, work, { changed: [], added: [] });
    return new TreeKeeper(own, work, await none.leftovers());
  }

  /** What was new in the folder when we came, such as what installing dependencies made. */
  get initial(): Leftovers {
    return this.before;
  }

  /** What was done to the folder since. */
  async leftovers(): Promise<Leftovers> {
    // Neither has a say in what the other finds, and both go through the whole folder.
    const [changed, added] = await Promise.all([
      this.changed(),
      this.paths([
        'ls-files',
        '--others',
        '--directory',
        '--no-empty-directory',
        '--exclude-standard',
      ]),
    ]);
    return {
      changed: without(changed, this.before.changed),
      added: without(added, this.before.added),
    };
  }

  /**
   * Takes back what was done to the folder.
   *
   * @returns what could not be taken back, in words
   */
  async restore({ changed, added }: Leftovers): Promise<string[]> {
    const problems: string[] = [];
    for (const path of added) {
      try {
        rmSync(join(this.work, path), { recursive: true, force: true });
      } catch (error) {
        problems.push(`'${path}' cannot be removed: ${messageOf(error)}`);
      }
    }
    if (changed.length > 0) {
      const result = await this.git.try(
        ['checkout-index', '--force', '-z', '--stdin'],
        { cwd: this.work, input: changed.map(path => `${path}\0`).join('') },
      );
      if (result.exitCode !== 0) problems.push(result.stderr.trim());
    }
    return problems;
  }

  private async changed(): Promise<string[]> {
    // Its exit code says that something needs an update, which is what is asked for next.
    await this.git.try(['update-index', '-q', '--refresh'], { cwd: this.work });
    return await this.paths(['diff-files', '--name-only']);
  }

  private async paths([command, ...options]: string[]): Promise<string[]> {
    const ignore = command === 'diff-files' ? ['--ignore-submodules=all'] : [];
    const output = await this.git.run([command, '-z', ...ignore, ...options], {
      cwd: this.work,
    });
    return output
      .toString()
      .split('\0')
      .filter(path => path !== '');
  }
}

function without(paths: string[], known: string[]): string[] {
  const set = new Set(known);
  return paths.filter(path => !set.has(path));
}
