import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  Committed,
  ModelCall,
  ModelReservation,
  ModelStore,
} from '../../store';
import { ModelRefusal } from './ModelRefusal';

/** What a replica has reserved counts so long after it has died. */
const TTL_MS = 60_000;
const KEEP_MS = 20_000;
/** Calls of other replicas end unheard: whoever waits for them looks again so often. */
const LOOK_MS = 250;
/** Longer than a call takes: beyond that the agent may ask again. */
const WAIT_MS = 15 * 60_000;

/** A database that fails over is back within so long. */
const SETTLE_MS = 60_000;
const FIRST_AGAIN_MS = 250;

/** What the calls of this replica have reserved, from the budgets of their tasks and projects. */
export class Reservations {
  private readonly held = new Set<string>();
  private readonly waiting = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: {
      store: ModelStore;
      /** A task's row changed: its totals, or that a budget is used up. */
      onCommitted: (committed: Committed) => void;
      logger: LoggerService;
    },
  ) {}

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /**
   * Reserves what a call is expected to use; waits where that fits only once other calls have ended.
   *
   * @throws ModelRefusal where it would exceed a budget
   */
  async take(
    reservation: ModelReservation,
    signal: AbortSignal,
  ): Promise<void> {
    const giveUpAt = Date.now() + WAIT_MS;
    while (!signal.aborted) {
      const woken = this.nextEnd();
      const reserved = await this.options.store.reserve(reservation, TTL_MS);
      if (reserved.result === 'reserved') {
        this.hold(reservation.uid);
        return;
      }
      if (reserved.result === 'ended') throw endedTask();
      if (reserved.result === 'exhausted') {
        if (reserved.committed) this.options.onCommitted(reserved.committed);
        throw new ModelRefusal(
          400,
          'budgetExhausted',
          `Budget exhausted: ${reserved.reason}. The task is being stopped; trying again is of no use.`,
        );
      }
      if (Date.now() > giveUpAt) {
        throw new ModelRefusal(
          429,
          'busy',
          'The rest of the budget is reserved by calls that are under way.',
        );
      }
      await Promise.race([
        woken,
        sleep(LOOK_MS, undefined, { signal, ref: false }).catch(() => {}),
      ]);
    }
  }

  /** Gives back what was reserved for a call that used nothing. */
  async giveBack(uid: string): Promise<void> {
    if (!this.held.delete(uid)) return;
    await this.options.store.giveBack(uid);
    this.ended();
  }

  /**
   * Counts a call, in place of what was reserved for it. Where the database is away, that stays reserved and the call is
   * counted as soon as it is back: nobody waits for that.
   */
  async settle(call: ModelCall): Promise<void> {
    const error = await this.tryToSettle(call);
    if (error !== undefined) this.settleLater(call, error);
  }

  private async tryToSettle(call: ModelCall): Promise<unknown> {
    let committed: Committed;
    try {
      committed = await this.options.store.settle(call);
    } catch (error) {
      return error ?? 'unknown';
    }
    this.release(call);
    this.options.onCommitted(committed);
    return undefined;
  }

  private async settleLater(call: ModelCall, first: unknown): Promise<void> {
    const giveUpAt = Date.now() + SETTLE_MS;
    let error = first;
    for (let wait = FIRST_AGAIN_MS; Date.now() + wait < giveUpAt; wait *= 2) {
      await sleep(wait, undefined, { ref: false });
      error = await this.tryToSettle(call);
      if (error === undefined) return;
    }
    this.release(call);
    this.options.logger.error(
      `A call of '${call.model}' by task ${
        call.taskUid
      } could not be counted: ${stringifyError(error)}`,
    );
  }

  private release({ uid }: ModelCall): void {
    this.held.delete(uid);
    this.ended();
  }

  private hold(uid: string): void {
    this.held.add(uid);
    this.timer ??= setInterval(() => this.keep(), KEEP_MS).unref();
  }

  private keep(): void {
    if (this.held.size === 0) {
      this.close();
      return;
    }
    this.options.store.keep([...this.held], TTL_MS).catch(error => {
      this.options.logger.warn(
        `Keeping reservations failed: ${stringifyError(error)}`,
      );
    });
  }

  private nextEnd(): Promise<void> {
    return new Promise(resolve => this.waiting.add(resolve));
  }

  private ended(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }
}

/** The refusal of a token that is not known, or no longer. */
export function endedTask(): ModelRefusal {
  return new ModelRefusal(
    401,
    'unauthenticated',
    'The token is unknown here. It is for the models of one provider, and ends together with its task.',
  );
}
