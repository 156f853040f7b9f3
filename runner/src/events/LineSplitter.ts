import { LOG_LINE_MAX_BYTES } from '@background-tasks/plugin-background-tasks-common';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Splits a stream of bytes into lines of text, in bounded memory whatever comes: a line is cut at
 * `LOG_LINE_MAX_BYTES` or as told, and of a progress bar, which rewrites its line after each carriage return, the last state is
 * kept.
 */
export class LineSplitter {
  private parts: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly maxBytes: number = LOG_LINE_MAX_BYTES,
  ) {}

  push(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      this.add(chunk.subarray(start, end));
      this.emit();
      start = end + 1;
    }
    this.add(chunk.subarray(start));
  }

  /** Ends the last line where it had no line feed. */
  end(): void {
    if (this.size > 0) this.emit();
  }

  private add(part: Buffer): void {
    // A carriage return at the very end may belong to "\r\n" or be followed by the next state: it decides nothing yet.
    const rewrite = part.lastIndexOf(CARRIAGE_RETURN, -2);
    const endsOpen = this.size > 0 && this.lastByte() === CARRIAGE_RETURN;
    let rest = part;
    if (rewrite >= 0 || (endsOpen && part.length > 0)) {
      this.parts = [];
      this.size = 0;
      rest = part.subarray(rewrite + 1);
    }
    const room = this.maxBytes - this.size;
    const kept = rest.length > room ? rest.subarray(0, room) : rest;
    if (kept.length === 0) return;
    // A copy, so that a few bytes do not hold on to a whole chunk.
    this.parts.push(Buffer.from(kept));
    this.size += kept.length;
  }

  private lastByte(): number | undefined {
    return this.parts.at(-1)?.at(-1);
  }

  private emit(): void {
    const line = Buffer.concat(this.parts).toString();
    this.parts = [];
    this.size = 0;
    this.onLine(line.replace(/\r+$/, ''));
  }
}
