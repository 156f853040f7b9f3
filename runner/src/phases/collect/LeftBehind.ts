import type { RawPath } from './names';

/** What the checks left in the working copy before the agent came, and may have left again since: it is no change. */
export class LeftBehind {
  /** What was met of it. */
  readonly met: RawPath[] = [];
  private readonly paths: ReadonlySet<RawPath>;

  /** @param paths - as text; a folder has a slash at its end */
  constructor(paths: readonly string[]) {
    this.paths = new Set(
      paths.map(path => Buffer.from(path).toString('latin1')),
    );
  }

  /** Whether a path that the base does not have is of the checks' making. */
  has(path: RawPath, isFolder: boolean): boolean {
    if (!this.paths.has(isFolder ? `${path}/` : path)) return false;
    this.met.push(path);
    return true;
  }
}
