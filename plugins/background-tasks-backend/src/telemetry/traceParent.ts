import {
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api';

/** W3C Trace Context, version 00. */
const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span that is active now, as W3C's `traceparent`; null where nothing is traced. */
export function currentTraceParent(): string | null {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !isSpanContextValid(span)) return null;
  const flags = span.traceFlags.toString(16).padStart(2, '0');
  return `00-${span.traceId}-${span.spanId}-${flags}`;
}

/** Does work whose spans follow on a span that may have ended long ago, in another process. */
export async function withinTrace<T>(
  traceParent: string | null,
  work: () => Promise<T>,
): Promise<T> {
  const [, traceId, spanId, flags] = pattern.exec(traceParent ?? '') ?? [];
  if (!traceId) return work();
  const parent = trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: parseInt(flags, 16),
    isRemote: true,
  });
  return context.with(parent, work);
}
