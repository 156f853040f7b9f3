/** What goes wrong with a call. */
export type Fault =
  /** The primary limit: `x-ratelimit-remaining: 0`, the time of its reset, and `retry-after`. */
  | {
      kind: 'rateLimit';
      /** Default 403. */
      status?: 403 | 429;
      /** Default 1. */
      retryAfterSeconds?: number;
    }
  /** GitHub's limit on bursts: told by its message and `retry-after`. */
  | {
      kind: 'secondaryRateLimit';
      /** Default 403. */
      status?: 403 | 429;
      /** Default 1. */
      retryAfterSeconds?: number;
    }
  | {
      kind: 'serverError';
      /** Default 502. */
      status?: 500 | 502 | 503;
    }
  /** The call is carried out after this time, in milliseconds. */
  | { kind: 'slow'; delayMs: number }
  /** The connection breaks before any byte; nothing is carried out. */
  | { kind: 'dropBefore' }
  /** The call is carried out, and the connection breaks before any byte of the answer. */
  | { kind: 'dropAfter' }
  /** The call is carried out, and the connection breaks halfway through the answer's body. */
  | { kind: 'truncate' };

/** Which calls a fault strikes. What is left out does not narrow. */
export interface FaultRule {
  /** Of several the seed picks one for each call that is struck. */
  fault: Fault | readonly Fault[];
  /** Tested against the method. */
  method?: RegExp;
  /** Tested against path and query: `/api/v3/repos/…`, or `/owner/repo.git/info/refs?…`. */
  path?: RegExp;
  /** Only that many calls are struck; then the rule is spent. */
  next?: number;
  /** Of the calls that match, the part that is struck: 0.2 is one in five. */
  share?: number;
  /** The same seed strikes the same calls of a sequence. Default 1. */
  seed?: number;
}

/** The switches of a running server. */
export interface FaultSwitches {
  /**
   * Replaces all rules. Of several that match, the first one strikes.
   *
   * @throws Error for a share that is not between 0 and 1, or a number of calls that is not a whole one
   */
  set(...rules: FaultRule[]): void;
  /** Nothing goes wrong any more. */
  clear(): void;
  /** How many calls were struck since the start. */
  count(): number;
}
