import type { TracingService } from '@backstage/backend-plugin-api/alpha';
import { trace } from '@opentelemetry/api';
import type { Request } from 'express';
import { withinTrace } from './traceParent';

/** A request that changes something: what follows from it, in whichever process, is a part of its trace. */
export async function traceRequest<T>(
  options: {
    tracing: TracingService;
    request: Request;
    name: string;
    project: string;
  },
  work: () => Promise<T>,
): Promise<T> {
  const { tracing, request, name, project } = options;
  const traced = () =>
    tracing.startActiveSpan(
      `background_tasks ${name}`,
      { attributes: { 'background_task.project': project } },
      work,
    );
  // Where nothing instruments HTTP, the caller's trace is in the headers alone.
  return trace.getActiveSpan()
    ? traced()
    : withinTrace(request.header('traceparent') ?? null, traced);
}
