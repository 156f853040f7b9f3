import type { TaskStore } from '../store';
import type { Task } from '../tasks';
import { extractPatch } from './extractPatch';

/** A diff has at most 1 MiB: so many are kept for the next viewer. */
const KEPT = 16;
/** Who asks later than this sees what became of it meanwhile: a change may be deleted. */
const KEPT_MS = 60_000;

/**
 * The diffs of tasks. However many viewers there are, one bundle at a time is unpacked, and those of one task share one
 * text.
 */
export class DiffReader {
  private readonly kept = new Map<string, Promise<string>>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Pick<TaskStore, 'bundle'>) {}

  /** The diff as it is now; empty where nothing was changed yet. */
  async read(task: Task): Promise<string> {
    // A bundle comes with events.
    const key = `${task.uid} ${task.lastPosition}`;
    const known = this.kept.get(key);
    if (known) return known;
    const diff = this.last.then(async () => {
      const bundle = await this.store.bundle(task.uid);
      return bundle ? extractPatch(bundle.data) : '';
    });
    this.last = diff.catch(() => this.kept.delete(key));
    setTimeout(() => this.kept.delete(key), KEPT_MS).unref();
    this.kept.set(key, diff);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT) this.kept.delete(oldest);
    return diff;
  }
}
