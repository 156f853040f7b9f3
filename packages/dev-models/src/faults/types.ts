/** What goes wrong with a call. */
export type Fault =
  /** 429 in the words of the API, with `retry-after`. */
  | {
      kind: 'rateLimit';
      /** Default 1. */
      retryAfterSeconds?: number;
    }
  | {
      kind: 'serverError';
      /** Default 500. */
      status?: 500 | 502 | 503;
    }
  /** The API's way to say that it is overloaded: 529 of Anthropic, 503 of the others. */
  | { kind: 'overloaded' }
  /** The answer begins after this time, in milliseconds. */
  | { kind: 'slow'; delayMs: number }
  /** This time passes before each event of a stream, in milliseconds. */
  | { kind: 'slowChunks'; delayMs: number }
  /** The connection breaks before any byte. */
  | { kind: 'dropBefore' }
  /** The connection breaks in the midst of a stream, or of a body. */
  | {
      kind: 'dropMidStream';
      /** Whole events that are sent before. Default: half of them. */
      afterEvents?: number;
    }
  /** The stream ends in the midst as if it were complete. */
  | { kind: 'endEarly' }
  /** In the midst of a stream comes the API's word that it is overloaded; a body is not struck. */
  | { kind: 'streamError' }
  /** One event of a stream, or the body, is no JSON. */
  | { kind: 'malformedChunk' };

/** Which calls a fault strikes. What is left out does not narrow. */
export interface FaultRule {
  /** Of several the seed picks one for each call that is struck. */
  fault: Fault | readonly Fault[];
  /** Tested against the method. */
  method?: RegExp;
  /** Tested against path and query, such as `/v1/messages?beta=true`. */
  path?: RegExp;
  /** That many calls that match pass unharmed first. */
  after?: number;
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
