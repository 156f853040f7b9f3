import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { mayPass, readFailure, type GithubFailure } from './githubErrors';

/** How requests are tried again. What is left out is for production. */
export type RetryOptions = {
  /** The first wait, in milliseconds; each further one is twice as long. Default a second. */
  baseMs?: number;
  /** The longest wait that is not asked for by GitHub, in milliseconds. Default a minute. */
  maxMs?: number;
  /** How often a request of publishing is sent at most. Default 8, which lives through a minute without GitHub. */
  attempts?: number;
};

/** Why a request is sent again. */
export type RetryReason = 'rateLimit' | 'serverError' | 'connection';

/** A request that is about to be sent again. */
export type RetryEvent = {
  /** The installation, as limits count: the host, and the owner where a GitHub App is used. */
  installation: string;
  reason: RetryReason;
  waitMs: number;
};

// The primary limit is renewed once an hour: who would wait longer than this is told instead.
const LIMIT_MAX_WAIT_MS = 15 * 60 * 1000;

type Attempted<T> = {
  installation: string;
  /** In the infinitive: `create the commit`. */
  what: string;
  request: () => Promise<T>;
  /** Looks whether a write whose answer was lost was carried out; undefined where it was not. */
  find?: () => Promise<T | undefined>;
  signal: AbortSignal;
  /** Less than is configured, where somebody waits. */
  attempts?: number;
  /** Longer waits are given up, in milliseconds. */
  maxWaitMs?: number;
};

/**
 * Sends requests again that failed by what may pass: limits, errors of the server, connections that broke. Whoever is
 * told of a limit makes all requests of that installation wait, as GitHub asks.
 */
export class Retries {
  readonly #baseMs: number;
  readonly #maxMs: number;
  readonly #attempts: number;
  readonly #logger: LoggerService;
  readonly #onRetry: (event: RetryEvent) => void;
  readonly #pausedUntil = new Map<string, number>();

  constructor(
    options: RetryOptions & {
      logger: LoggerService;
      onRetry?: (event: RetryEvent) => void;
    },
  ) {
    this.#baseMs = options.baseMs ?? 1_000;
    this.#maxMs = options.maxMs ?? 60_000;
    this.#attempts = options.attempts ?? 8;
    this.#logger = options.logger;
    this.#onRetry = options.onRetry ?? (() => {});
  }

  /** The request's result, or its last failure. Ends with the signal's reason as soon as that is aborted. */
  async run<T>(attempted: Attempted<T>): Promise<T> {
    const { request, find, signal } = attempted;
    for (let attempt = 1; ; attempt += 1) {
      await this.#waitForPause(attempted);
      try {
        return await untilAborted(request(), signal);
      } catch (error) {
        signal.throwIfAborted();
        const failure = readFailure(error);
        const waitMs = this.#waitMs(attempted, attempt, failure);
        if (waitMs !== undefined) {
          this.#announce(attempted, attempt, failure, waitMs);
          await pause(waitMs, signal);
        }
        const found = failure.answerLost ? await find?.() : undefined;
        if (found !== undefined) {
          return found;
        }
        if (waitMs === undefined) {
          throw error;
        }
      }
    }
  }

  /** Asks until there is an answer, with ever longer waits of at most a quarter of `maxMs` between. */
  async until<T>(
    ask: () => Promise<T | undefined>,
    options: { timeoutMs: number; signal: AbortSignal },
  ): Promise<T | undefined> {
    const { timeoutMs, signal } = options;
    let waited = 0;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      const waitMs = Math.min(this.#maxMs / 4, this.#baseMs * 2 ** attempt);
      if (waited + waitMs > timeoutMs) return undefined;
      await pause(waitMs, signal);
      signal.throwIfAborted();
      waited += waitMs;
    }
  }

  /** How long to wait before the next attempt; undefined where there is none. */
  #waitMs(
    attempted: Attempted<unknown>,
    attempt: number,
    failure: GithubFailure,
  ): number | undefined {
    const attempts = attempted.attempts ?? this.#attempts;
    if (attempt >= attempts || !mayPass(failure)) {
      return undefined;
    }
    const backoff = Math.min(this.#maxMs, this.#baseMs * 2 ** (attempt - 1));
    // Jitter, so that those who failed together do not come back together.
    const wait = backoff * (0.5 + Math.random() / 2);
    const asked = failure.retryAfterMs;
    const waitMs = asked === undefined ? wait : asked + wait;
    return waitMs <= (attempted.maxWaitMs ?? LIMIT_MAX_WAIT_MS)
      ? waitMs
      : undefined;
  }

  #announce(
    { installation, what }: Attempted<unknown>,
    attempt: number,
    failure: GithubFailure,
    waitMs: number,
  ): void {
    const reason = reasonOf(failure);
    if (failure.rateLimited) {
      const until = Date.now() + (failure.retryAfterMs ?? 0);
      const known = this.#pausedUntil.get(installation) ?? 0;
      this.#pausedUntil.set(installation, Math.max(known, until));
    }
    this.#logger.warn(
      `GitHub could not ${what} at '${installation}' (${
        failure.status ?? 'no answer'
      }, ${reason}); attempt ${attempt} is followed by another in ${Math.ceil(
        waitMs / 1000,
      )} s`,
    );
    this.#onRetry({ installation, reason, waitMs });
  }

  async #waitForPause({
    installation,
    maxWaitMs = LIMIT_MAX_WAIT_MS,
    signal,
  }: Attempted<unknown>): Promise<void> {
    signal.throwIfAborted();
    const until = this.#pausedUntil.get(installation);
    if (until === undefined) {
      return;
    }
    const left = until - Date.now();
    if (left <= 0) {
      this.#pausedUntil.delete(installation);
    } else if (left <= maxWaitMs) {
      await pause(left, signal);
    }
  }
}

/** Ends early with the signal's reason. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

function reasonOf(failure: GithubFailure): RetryReason {
  if (failure.rateLimited) {
    return 'rateLimit';
  }
  return failure.status === undefined ? 'connection' : 'serverError';
}

/**
 * Waits in the limiter do not know of the signal. Who waits is let go at once; the request then finds its signal aborted
 * and is not sent.
 */
async function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
