import { ResponseError } from '@backstage/errors';

/** The error that the client throws where the backend refuses. */
export async function refusal(
  status: number,
  error: { code?: string; field?: string; message: string },
): Promise<ResponseError> {
  const body = {
    error: { name: 'Error', ...error },
    request: { method: 'POST', url: '/' },
    response: { statusCode: status },
  };
  return ResponseError.fromResponse(
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json' },
    }),
  );
}
