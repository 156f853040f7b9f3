import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  stopReasonSchema,
  type SpoolRecord,
} from '@background-tasks/plugin-background-tasks-common';

/** Why a run ends before its phases do. */
export type EndReason = Exclude<
  Extract<SpoolRecord, { record: 'end' }>['reason'],
  'completed' | 'failed'
>;

const TICK_MS = 1_000;

/**
 * Watches for what ends a run early: somebody's wish, its deadline, or that nobody looks after it any more.
 */
export class Watch {
  reason: EndReason | undefined;
  private readonly started = Date.now();
  private readonly timer: NodeJS.Timeout;
  private readonly onSignal = () => this.end(this.wish() ?? 'abandoned');

  constructor(
    private readonly control: string,
    private readonly limits: { leaseSeconds: number; deadline: Date },
    private readonly onEnd: () => void,
  ) {
    process.on('SIGTERM', this.onSignal);
    process.on('SIGINT', this.onSignal);
    this.timer = setInterval(() => this.look(), TICK_MS);
    this.look();
  }

  close() {
    clearInterval(this.timer);
  }

  private look() {
    const wish = this.wish();
    if (wish) this.end(wish);
    else if (Date.now() >= this.limits.deadline.getTime()) {
      this.end('deadlineExceeded');
    } else if (this.leaseAgeMs() > this.limits.leaseSeconds * 1000) {
      this.end('abandoned');
    }
  }

  private end(reason: EndReason) {
    if (this.reason) return;
    this.reason = reason;
    this.onEnd();
  }

  private wish(): EndReason | undefined {
    try {
      const text = readFileSync(join(this.control, 'stop'), 'utf8').trim();
      return stopReasonSchema.parse(text.replace(/^"|"$/g, ''));
    } catch {
      return undefined;
    }
  }

  private leaseAgeMs(): number {
    try {
      return Date.now() - statSync(join(this.control, 'lease')).mtimeMs;
    } catch {
      return Date.now() - this.started;
    }
  }
}
