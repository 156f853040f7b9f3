import type { IncomingHttpHeaders } from 'node:http';
import type { ModelPrice } from '@background-tasks/plugin-background-tasks-node';
import type { ModelAccess, ModelCall } from '../../store';
import { costOf, type Estimate } from './cost';
import { noUsage, type Dialect, type ModelUsage } from './Dialect';
import { UsageReader } from './UsageReader';

/** What becomes known of a call while it passes through. */
export class ModelCallRecord {
  private readonly startedAt = Date.now();
  private sent = false;
  private status = 0;
  private reader: UsageReader | undefined;
  private complete = false;

  constructor(
    private readonly call: {
      uid: string;
      access: ModelAccess;
      model: string;
      price: ModelPrice | null;
      expected: Estimate;
      prompt: string | null;
    },
  ) {}

  /** The request has left: from here on the vendor may ask for money. */
  left(): void {
    this.sent = true;
  }

  answered(
    dialect: Dialect,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.status = status;
    if (status >= 200 && status < 300) {
      this.reader = new UsageReader(dialect, headers['content-type'] ?? '');
    }
  }

  /** The vendor could not be reached, so it asks for nothing. */
  failed(): void {
    this.sent = false;
  }

  /** The answer came to its end. */
  completed(): void {
    this.complete = true;
  }

  push(chunk: Buffer): void {
    this.reader?.push(chunk);
  }

  /** The call as it is stored; undefined where nothing was asked of the vendor. */
  end(): ModelCall | undefined {
    if (!this.sent) return undefined;
    const { uid, access, model, price, expected, prompt } = this.call;
    this.reader?.end(this.complete);
    const refused = this.status >= 300;
    const usage = refused ? noUsage : this.usage();
    const cost = costOf(usage, price);
    return {
      uid,
      taskUid: access.taskUid,
      runUid: access.runUid,
      project: access.project,
      provider: access.provider,
      model,
      startedAt: this.startedAt,
      ms: Date.now() - this.startedAt,
      status: this.status,
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      cacheReadTokens: usage.cacheReadTokens,
      cacheWriteTokens: usage.cacheWriteTokens,
      costUsd: cost,
      chargedUsd: cost ?? expected.usd,
      estimated: !refused && !this.reader?.isWhole,
      prompt,
    };
  }

  /** An answer that broke off, or does not tell, counts as what was expected of it. */
  private usage(): ModelUsage {
    const told = this.reader?.usage;
    const { usage: expected } = this.call.expected;
    if (!told) return expected;
    if (this.reader?.isWhole) return told;
    return {
      ...told,
      outputTokens: Math.max(told.outputTokens, expected.outputTokens),
    };
  }
}
