import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Octokit } from '@octokit/rest';
import { readFailure } from './githubErrors';

/** Makes each call of the client a span, with all of its waits and repetitions in it. */
export function traceRequests<T extends Octokit>(client: T): T {
  client.hook.wrap('request', async (request, options) =>
    trace.getTracer('backstage-plugin-background-tasks').startActiveSpan(
      // The address without its values: names of spans are few.
      `GitHub ${options.method} ${options.url}`,
      {
        kind: SpanKind.CLIENT,
        attributes: {
          'http.request.method': options.method,
          'url.template': options.url,
          'server.address': new URL(options.baseUrl).host,
        },
      },
      async span => {
        try {
          const response = await request(options);
          span.setAttribute('http.response.status_code', response.status);
          return response;
        } catch (error) {
          const { status } = readFailure(error);
          if (status) span.setAttribute('http.response.status_code', status);
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      },
    ),
  );
  return client;
}
