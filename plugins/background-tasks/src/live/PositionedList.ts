import type { ListSnapshot } from './types';

/** Things in the order of their positions, whatever order they come in. */
export class PositionedList<T extends { position: number }> {
  private readonly items: T[] = [];
  private revision = 0;
  private taken: ListSnapshot<T> = { items: this.items, count: 0, revision: 0 };

  insert(item: T): void {
    // Nearly every event is the newest, so that this looks at none but the last.
    let index = this.items.length;
    while (index > 0 && this.items[index - 1].position > item.position) index--;
    if (index < this.items.length) this.revision++;
    this.items.splice(index, 0, item);
  }

  /** The same object as before if nothing was added since. */
  snapshot(): ListSnapshot<T> {
    if (this.taken.count !== this.items.length) {
      const { items, revision } = this;
      this.taken = { items, count: items.length, revision };
    }
    return this.taken;
  }
}
