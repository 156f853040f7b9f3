import { z } from 'zod';
import { cut, singleLine } from '../plainText';

// Proxies answer with whole pages.
const WORDS_MAX_CHARACTERS = 500;

/** An answer that is not a success, or none at all. */
export type GithubFailure = {
  /** Undefined where no answer came. */
  status?: number;
  /** In GitHub's own words, or those of the network. */
  words: string;
  rateLimited: boolean;
};

const requestErrorSchema = z.object({
  status: z.number(),
  response: z
    .object({
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
    })
    .optional()
    .catch(undefined),
});

/** What a rejected request says. Its words may still hold secrets. */
export function readFailure(error: unknown): GithubFailure {
  const parsed = requestErrorSchema.safeParse(error);
  if (!parsed.success) {
    return { words: shorten(messageOf(error)), rateLimited: false };
  }
  const { status, response } = parsed.data;
  if (!response) {
    return {
      ...statusOfAnswer(error, status),
      words: shorten(messageOf(error)),
      rateLimited: false,
    };
  }
  const details = (response.data.errors ?? []).map(detail =>
    typeof detail === 'string'
      ? detail
      : detail.message ?? `${detail.field ?? 'a field'} is ${detail.code}`,
  );
  const words = shorten([response.data.message, ...details].join(': '));
  return {
    status,
    words,
    rateLimited: status === 429 || /\brate limit\b/i.test(words),
  };
}

// Octokit gives 500 to an error of the network too; only an answer comes with a response.
function statusOfAnswer(error: unknown, status: number): { status?: number } {
  const answered =
    error instanceof Error && 'response' in error && error.response;
  return answered ? { status } : {};
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
