const REQUEST_TIMEOUT_MS = 60_000;
const EMPTY_STATUSES = [204, 205, 304];

/**
 * As `fetch`, but an answer counts only once all of it is there. The client would take half of one for the whole: it
 * gives what it cannot read as text, with the status of a success.
 *
 * @throws Error where the answer breaks off, takes longer than a minute, or is a success that is no JSON
 */
export async function fetchWhole(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = init?.signal
    ? AbortSignal.any([init.signal, timeout])
    : timeout;
  const answer = await fetch(input, { ...init, signal });
  const { status, statusText, headers } = answer;
  if (EMPTY_STATUSES.includes(status)) {
    return answer;
  }
  const text = await answer.text();
  if (answer.ok && !isJson(text)) {
    throw new Error(`the answer is cut off, or no JSON (status ${status})`);
  }
  return new Response(text, { status, statusText, headers });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
