import type { Request } from 'express';

/** So many are known at most, none longer than this: what is asked all the time is short. */
const MAX_READS = 2_000;
const MAX_LENGTH = 512;

/**
 * Requests to read that were found valid, by their address, with what became of their query: to validate costs more
 * than most of them take, and pages ask for the same ones all the time.
 */
export class ValidReads {
  private readonly queries = new Map<string, Request['query']>();

  /** @param headers - those that are validated too, in lower case: a request with one of them is never known */
  constructor(private readonly headers: ReadonlySet<string>) {}

  /** @returns whether it is known: then its query has its types and defaults */
  take(request: Request): boolean {
    const query = this.queries.get(request.originalUrl);
    if (!query || !this.isPlain(request)) return false;
    request.query = { ...query };
    return true;
  }

  /** To be told of each request that was found valid. */
  add(request: Request): void {
    if (!this.isPlain(request)) return;
    if (this.queries.size >= MAX_READS) this.queries.clear();
    this.queries.set(request.originalUrl, { ...request.query });
  }

  /** Whether nothing but its address decides. */
  private isPlain({ method, headers, originalUrl }: Request): boolean {
    return (
      method === 'GET' &&
      originalUrl.length <= MAX_LENGTH &&
      headers['content-length'] === undefined &&
      headers['transfer-encoding'] === undefined &&
      !Object.keys(headers).some(name => this.headers.has(name))
    );
  }
}
