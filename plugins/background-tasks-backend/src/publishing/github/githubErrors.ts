import { z } from 'zod';
import { cut, singleLine } from '../plainText';

// Proxies answer with whole pages.
const WORDS_MAX_CHARACTERS = 500;
// What GitHub asks for where a secondary limit names no time.
const SECONDARY_LIMIT_WAIT_MS = 60_000;

/** An answer that is not a success, or none at all. */
export type GithubFailure = {
  /** Undefined where no answer came. */
  status?: number;
  /** In GitHub's own words, or those of the network. */
  words: string;
  rateLimited: boolean;
  /** How long GitHub asks to wait, in milliseconds. */
  retryAfterMs?: number;
  /** Whether the request may have been carried out all the same. */
  answerLost: boolean;
};

const requestErrorSchema = z.object({
  status: z.number(),
  response: z.unknown().optional(),
});

const headersSchema = z.object({
  headers: z.object({
    'retry-after': z.string().optional(),
    'x-ratelimit-remaining': z.string().optional(),
    'x-ratelimit-reset': z.string().optional(),
  }),
});

type Headers = z.infer<typeof headersSchema>['headers'];

const bodySchema = z.object({
  data: z.object({
    message: z.string(),
    errors: z
      .array(
        z.union([
          z.string(),
          z.object({
            message: z.string().optional(),
            field: z.string().optional(),
            code: z.string().optional(),
          }),
        ]),
      )
      .optional()
      .catch(undefined),
  }),
});

/** What a rejected request says. Its words may still hold secrets. */
export function readFailure(error: unknown): GithubFailure {
  const parsed = requestErrorSchema.safeParse(error);
  if (!parsed.success) {
    // Not a request's: it failed before anything was sent.
    return {
      words: shorten(messageOf(error)),
      rateLimited: false,
      answerLost: false,
    };
  }
  const { status, response } = parsed.data;
  // Octokit gives 500 to an error of the network too; only an answer comes with a response.
  if (!response) {
    return {
      words: shorten(messageOf(error)),
      rateLimited: false,
      answerLost: true,
    };
  }
  const words = wordsOf(response) ?? shorten(messageOf(error));
  const headers = headersSchema.safeParse(response).data?.headers ?? {};
  const rateLimited = isRateLimited(status, words, headers);
  return {
    status,
    words,
    rateLimited,
    retryAfterMs: retryAfterMs(headers, rateLimited),
    answerLost: status >= 500,
  };
}

/** Whether the same request may succeed a little later. */
export function mayPass(failure: GithubFailure): boolean {
  return failure.rateLimited || failure.answerLost || failure.status === 408;
}

/** Whether GitHub understood the request and does not want it. */
export function isUnwelcome(failure: GithubFailure): boolean {
  return (
    !failure.rateLimited &&
    failure.status !== undefined &&
    failure.status >= 400 &&
    failure.status < 500
  );
}

function wordsOf(response: unknown): string | undefined {
  const body = bodySchema.safeParse(response);
  if (!body.success) {
    return undefined;
  }
  const { message, errors = [] } = body.data.data;
  const details = errors.map(detail =>
    typeof detail === 'string'
      ? detail
      : detail.message ?? `${detail.field ?? 'a field'} is ${detail.code}`,
  );
  return shorten([message, ...details].join(': '));
}

// GitHub answers its limits with 403 as well as 429, and does not always say so in all of these ways.
function isRateLimited(
  status: number,
  words: string,
  headers: Headers,
): boolean {
  if (status !== 403) {
    return status === 429;
  }
  return (
    /\brate limit\b/i.test(words) ||
    headers['x-ratelimit-remaining'] === '0' ||
    headers['retry-after'] !== undefined
  );
}

function retryAfterMs(
  headers: Headers,
  rateLimited: boolean,
): number | undefined {
  const asked = headers['retry-after'];
  if (asked !== undefined) {
    const ms = /^\d+$/.test(asked)
      ? Number(asked) * 1000
      : Date.parse(asked) - Date.now();
    return Number.isNaN(ms) ? undefined : Math.max(0, ms);
  }
  if (!rateLimited) {
    return undefined;
  }
  const reset = Number(headers['x-ratelimit-reset']);
  return headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset)
    ? // The reset is told in whole seconds.
      Math.max(0, (reset + 1) * 1000 - Date.now())
    : SECONDARY_LIMIT_WAIT_MS;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const cause =
    error.cause instanceof Error && error.cause.message !== error.message
      ? `: ${messageOf(error.cause)}`
      : '';
  return `${error.message}${cause}`;
}

function shorten(text: string): string {
  return cut(singleLine(text), WORDS_MAX_CHARACTERS);
}
