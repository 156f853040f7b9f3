import { isError, type ResponseError } from '@backstage/errors';

/** What the server said, without the transport's words around it. */
export function errorMessage(error: unknown): string {
  if (isResponseError(error)) return error.body.error.message;
  return isError(error) ? error.message : String(error);
}

/** The HTTP status of a refusal, or undefined where no answer came. */
export function errorStatus(error: unknown): number | undefined {
  return isResponseError(error) ? error.response.status : undefined;
}

/** Which part of the request the server refused: a field's path such as `repository.url`, or an error code. */
export function errorField(error: unknown): {
  code: string | undefined;
  field: string | undefined;
} {
  if (!isResponseError(error)) return { code: undefined, field: undefined };
  const { code, field } = error.body.error;
  return {
    code: typeof code === 'string' ? code : undefined,
    field: typeof field === 'string' ? field : undefined,
  };
}

// By name, as two copies of the errors package may be bundled.
function isResponseError(error: unknown): error is ResponseError {
  return isError(error) && error.name === 'ResponseError' && 'body' in error;
}
