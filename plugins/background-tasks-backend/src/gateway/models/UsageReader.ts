import {
  isObject,
  noUsage,
  type Dialect,
  type JsonObject,
  type ModelUsage,
} from './Dialect';

/** An event or answer longer than this is read from its end: usage stands behind what the model said. */
const KEPT_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;

/** So much of the beginning of a long event is kept, which says of what kind it is. */
const HEAD_BYTES = 512;

/** Reads what a call used from its answer as it passes by. It holds some 128 KB of it at most. */
export class UsageReader {
  /** What was told until now. */
  usage: ModelUsage | undefined;
  /** Whether that is all: nothing will be added to it. */
  isWhole = false;
  private kept: Buffer[] = [];
  private keptBytes = 0;
  /** The beginning of what is kept, where its middle was cut out. */
  private head = '';
  private readonly isStream: boolean;

  constructor(private readonly dialect: Dialect, contentType: string) {
    this.isStream = /^text\/event-stream\b/i.test(contentType);
  }

  push(chunk: Buffer): void {
    if (!this.isStream) {
      this.keep(chunk);
      return;
    }
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, from);
      if (end === -1) break;
      this.keep(chunk.subarray(from, end));
      this.readKept();
      from = end + 1;
    }
    // A copy of the rest: it may wait long for its end, and is a part of a larger buffer.
    if (from < chunk.length) this.keep(Buffer.from(chunk.subarray(from)));
  }

  /** The answer has ended; `complete` says whether as it should. */
  end(complete: boolean): void {
    this.readKept();
    this.isWhole ||= complete && this.usage !== undefined;
  }

  private readKept(): void {
    if (this.keptBytes === 0) return;
    const text = this.head + Buffer.concat(this.kept).toString('utf8');
    this.kept = [];
    this.keptBytes = 0;
    this.head = '';
    const { dialect } = this;
    if (this.isStream && !text.startsWith('data:')) return;
    const tells = this.isStream ? dialect.tellsUsage(text) : 'so far';
    if (!tells) return;
    const told = lastObject(text, dialect.usageKey);
    if (!told) return;
    this.usage = dialect.readUsage(told, this.usage ?? noUsage);
    this.isWhole = tells === 'whole';
  }

  private keep(part: Buffer): void {
    if (part.length === 0) return;
    this.kept.push(part);
    this.keptBytes += part.length;
    if (this.keptBytes <= 2 * KEPT_BYTES) return;
    const all = Buffer.concat(this.kept);
    this.head ||= `${all.toString('utf8', 0, HEAD_BYTES)}\n`;
    // A copy: what is cut off would stay in memory with it.
    this.kept = [Buffer.from(all.subarray(all.length - KEPT_BYTES))];
    this.keptBytes = KEPT_BYTES;
  }
}

/**
 * The last object under a key in a JSON text, which may lack its beginning. What a model or a user wrote stands in
 * strings, where quotes are escaped: it cannot look like a key.
 */
export function lastObject(text: string, key: string): JsonObject | undefined {
  const quoted = `"${key}"`;
  let at = text.lastIndexOf(quoted);
  while (at !== -1) {
    const value = /^\s*:\s*(?=\{)/.exec(
      text.slice(at + quoted.length, at + quoted.length + 100),
    );
    if (value) {
      const found = parseObject(text, at + quoted.length + value[0].length);
      if (found) return found;
    }
    at = at === 0 ? -1 : text.lastIndexOf(quoted, at - 1);
  }
  return undefined;
}

function parseObject(text: string, from: number): JsonObject | undefined {
  const end = endOfObject(text, from);
  if (end === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(from, end));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
      continue;
    }
    if (char === '"') inString = true;
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (depth === 0) return i + 1;
  }
  return undefined;
}
