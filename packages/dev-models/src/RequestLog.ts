import type { Request, RequestHandler } from 'express';
import type { IncomingMessage } from 'node:http';
import type { RecordedRequest } from './types';

const MAX_ENTRIES = 1000;
/** Of one body, in characters. */
const MAX_BODY = 512 * 1024;
/** Of all bodies together, in characters; the oldest are let go. */
const MAX_BODIES = 16 * 1024 * 1024;

const SECRET_HEADERS = [
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-api-key',
  'x-goog-api-key',
];
const REDACTED = '[redacted]';

/** Remembers the latest requests, without keys. */
export class RequestLog {
  #entries: RecordedRequest[] = [];
  readonly #open = new WeakMap<IncomingMessage, RecordedRequest>();
  #bodies = 0;

  constructor(private readonly apiKey: string) {}

  readonly middleware: RequestHandler = (req, res, next) => {
    const entry: RecordedRequest = {
      at: Date.now(),
      method: req.method,
      path: this.redact(
        req.originalUrl.replace(/([?&]key=)[^&]*/g, `$1${REDACTED}`),
      ),
      status: 0,
      headers: this.headersOf(req),
      body: '',
      authorized: false,
    };
    this.#open.set(req, entry);
    this.#entries.push(entry);
    if (this.#entries.length > MAX_ENTRIES) this.forget(this.#entries.shift());
    res.on('close', () => {
      if (res.headersSent) entry.status = res.statusCode;
    });
    next();
  };

  /** Adds what was found out about a request. */
  note(req: IncomingMessage, facts: Partial<RecordedRequest>): void {
    const entry = this.#open.get(req);
    if (entry) Object.assign(entry, facts);
  }

  noteBody(req: IncomingMessage, body: string): void {
    const kept = this.redact(body.slice(0, MAX_BODY));
    this.note(req, { body: kept });
    this.#bodies += kept.length;
    for (const entry of this.#entries) {
      if (this.#bodies <= MAX_BODIES) return;
      this.forget(entry);
    }
  }

  entries(): RecordedRequest[] {
    return this.#entries.map(entry => ({ ...entry }));
  }

  clear(): void {
    this.#entries = [];
    this.#bodies = 0;
  }

  private forget(entry: RecordedRequest | undefined): void {
    if (!entry) return;
    this.#bodies -= entry.body.length;
    entry.body = '';
  }

  private headersOf(req: Request): Record<string, string> {
    return Object.fromEntries(
      Object.entries(req.headers).map(([name, value]) => [
        name,
        SECRET_HEADERS.includes(name) ? REDACTED : this.redact(String(value)),
      ]),
    );
  }

  private redact(text: string): string {
    return text.replaceAll(this.apiKey, REDACTED);
  }
}
