import type { Failure, FailureAnswer } from './types';

type Words = {
  status: number;
  message: string;
  type: string;
  code: string | null;
};

const FAILURES: Record<Failure['kind'], Words> = {
  noKey: {
    status: 401,
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    type: 'invalid_request_error',
    code: null,
  },
  wrongKey: {
    status: 401,
    message: 'Incorrect API key provided.',
    type: 'invalid_request_error',
    code: 'invalid_api_key',
  },
  invalid: {
    status: 400,
    message: 'The request is invalid.',
    type: 'invalid_request_error',
    code: null,
  },
  notFound: {
    status: 404,
    message: 'Invalid URL',
    type: 'invalid_request_error',
    code: null,
  },
  rateLimit: {
    status: 429,
    message: 'Rate limit reached for requests. Please try again later.',
    type: 'requests',
    code: 'rate_limit_exceeded',
  },
  serverError: {
    status: 500,
    message: 'The server had an error while processing your request.',
    type: 'server_error',
    code: null,
  },
  overloaded: {
    status: 503,
    message: 'The engine is currently overloaded, please try again later.',
    type: 'server_error',
    code: null,
  },
};

/** A failure in the words of both of OpenAI's APIs. */
export function openaiFailure(failure: Failure): FailureAnswer {
  const { status, message, type, code } = FAILURES[failure.kind];
  return {
    status: failure.status ?? status,
    body: {
      error: { message: failure.message ?? message, type, param: null, code },
    },
  };
}
