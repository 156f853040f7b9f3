import type { Request, RequestHandler } from 'express';
import { Auth } from './auth';
import { ApiError } from './errors';
import { RecordedRequest } from './types';

const MAX_ENTRIES = 1000;

/** Remembers the latest requests. */
export class RequestLog {
  readonly #entries: RecordedRequest[] = [];

  constructor(private readonly auth: Auth) {}

  readonly middleware: RequestHandler = (req, res, next) => {
    const { method, originalUrl } = req;
    const login = this.loginOf(req);
    res.on('close', () => {
      const { statusCode: status, locals } = res;
      const fault = typeof locals.fault === 'string' ? locals.fault : undefined;
      this.#entries.push({ method, path: originalUrl, status, login, fault });
      if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
    });
    next();
  };

  entries(): RecordedRequest[] {
    return [...this.#entries];
  }

  private loginOf(req: Request): string | undefined {
    try {
      return this.auth.identify(req.get('authorization'))?.login;
    } catch (error) {
      if (error instanceof ApiError) return undefined;
      throw error;
    }
  }
}
