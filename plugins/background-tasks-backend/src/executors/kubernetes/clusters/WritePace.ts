/** What is to be written, by who waits for it: what ends something, what begins something, and what only tells of it. */
export type WritePriority = 'stop' | 'start' | 'mirror';

const WRITES = 20;
const SECOND_MS = 1_000;
/** What each may have of them: some is left for what may not wait. */
const shares: Record<WritePriority, number> = {
  stop: WRITES,
  start: WRITES - 2,
  mirror: WRITES - 6,
};
/** While runs are started without end, every so many writes one tells how things stand. */
const TELL_EVERY = 5;

type Waiting = { go: () => void; refuse: (reason: unknown) => void };

/** Those that wait for the same: one of each key in turn, so that nobody waits for all that another one wants. */
class Lane {
  private readonly byKey = new Map<string, Waiting[]>();

  get isEmpty(): boolean {
    return this.byKey.size === 0;
  }

  add(key: string, waiting: Waiting): void {
    const others = this.byKey.get(key);
    if (others) others.push(waiting);
    else this.byKey.set(key, [waiting]);
  }

  remove(key: string, waiting: Waiting): void {
    const left = this.byKey.get(key)?.filter(other => other !== waiting);
    if (left?.length) this.byKey.set(key, left);
    else this.byKey.delete(key);
  }

  take(): Waiting | undefined {
    for (const [key, [first, ...others]] of this.byKey) {
      // To the end of the line.
      this.byKey.delete(key);
      if (others.length > 0) this.byKey.set(key, others);
      return first;
    }
    return undefined;
  }
}

/**
 * Keeps all writes to one cluster to a pace, since its API server serves many others too: at most 20 in any second. What
 * stops a run goes first, then what starts one, then what tells how they stand. A write counts until a second after its
 * answer: so the server never sees more, however long what is sent takes to arrive, and one that is slow gets less.
 */
export class WritePace {
  private readonly lanes: Record<WritePriority, Lane> = {
    stop: new Lane(),
    start: new Lane(),
    mirror: new Lane(),
  };
  /** Writes that are not answered yet. */
  private underWay = 0;
  /** When the writes of the last second were answered, in ms. */
  private readonly answered: number[] = [];
  private sinceTold = 0;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /**
   * Resolves when it is the caller's turn.
   *
   * @param key - among those of one priority each key has its turn
   * @returns what is to be called when the write was answered, or failed
   * @throws the reason of the signal, or an Error where the cluster is closed meanwhile
   */
  async turn(
    priority: WritePriority,
    key: string,
    signal?: AbortSignal,
  ): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.closed) throw closedError();
    const lane = this.lanes[priority];
    const served = new AbortController();
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        go: () => {
          served.abort();
          resolve();
        },
        refuse: reject,
      };
      const giveUp = () => {
        lane.remove(key, waiting);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { signal: served.signal });
      lane.add(key, waiting);
      this.serve();
    });
    return () => {
      this.underWay -= 1;
      this.answered.push(performance.now());
      this.serve();
    };
  }

  /** Refuses all that wait. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    for (const lane of Object.values(this.lanes)) {
      while (!lane.isEmpty) lane.take()?.refuse(closedError());
    }
  }

  private get counted(): number {
    return this.underWay + this.answered.length;
  }

  private serve(): void {
    const now = performance.now();
    while (this.answered.length > 0 && this.answered[0] <= now - SECOND_MS) {
      this.answered.shift();
    }
    for (;;) {
      const priority = this.next();
      if (!priority) break;
      const tooMany = this.counted - this.shareOf(priority);
      if (tooMany >= 0) {
        this.serveLater(tooMany, now);
        break;
      }
      this.sinceTold = priority === 'mirror' ? 0 : this.sinceTold + 1;
      this.underWay += 1;
      this.lanes[priority].take()?.go();
    }
  }

  /** Who goes next, as soon as there is room. */
  private next(): WritePriority | undefined {
    const { stop, start, mirror } = this.lanes;
    if (!stop.isEmpty) return 'stop';
    if (mirror.isEmpty) return start.isEmpty ? undefined : 'start';
    return start.isEmpty || this.sinceTold >= TELL_EVERY - 1
      ? 'mirror'
      : 'start';
  }

  /** Beside starts, what is told has its part of theirs: its own they would never leave it. */
  private shareOf(priority: WritePriority): number {
    return priority === 'mirror' && !this.lanes.start.isEmpty
      ? shares.start
      : shares[priority];
  }

  /** When one more than so many count no longer; where that depends on an answer, it is waited for. */
  private serveLater(tooMany: number, now: number): void {
    clearTimeout(this.timer);
    const answeredAt = this.answered[tooMany];
    if (answeredAt === undefined) return;
    this.timer = setTimeout(
      () => this.serve(),
      Math.max(1, Math.ceil(answeredAt + SECOND_MS - now)),
    ).unref();
  }
}

function closedError(): Error {
  return new Error('The connection to the cluster was closed');
}
