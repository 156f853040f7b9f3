import type { IncomingMessage } from 'node:http';
import { MAX_EVENT_LINE_BYTES } from '@background-tasks/plugin-background-tasks-common';
import { ApiStatusError, textOf, type Cluster } from '../clusters';

/** A line of a container's log, without the time that the kubelet wrote before it. */
export type LogLine = { time: string; text: string; bytes: number };

/** A runner says something at least every 20 seconds: a stream that is silent for longer than this is dead. */
const SILENCE_MS = 60_000;
const LINE_FEED = 10;

/** Which log, and from when on. */
export type LogPlace = {
  cluster: Cluster;
  namespace: string;
  pod: string;
  container: string;
  /** RFC 3339; the API counts in whole seconds, so that lines come again. */
  since?: string;
  signal: AbortSignal;
};

/** Cuts what arrives into lines; what is too long to be an event is left out. */
class Splitter {
  private parts: Buffer[] = [];
  private size = 0;

  push(chunk: Buffer): LogLine[] {
    const lines: LogLine[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      this.add(chunk.subarray(start, end));
      const line = this.take();
      if (line) lines.push(line);
      start = end + 1;
    }
    this.add(Buffer.from(chunk.subarray(start)));
    return lines;
  }

  private add(part: Buffer): void {
    this.size += part.length;
    if (this.size <= MAX_EVENT_LINE_BYTES) this.parts.push(part);
  }

  private take(): LogLine | undefined {
    const whole = this.size <= MAX_EVENT_LINE_BYTES;
    const text = Buffer.concat(this.parts).toString();
    const bytes = this.size;
    this.parts = [];
    this.size = 0;
    const space = text.indexOf(' ');
    if (!whole || space < 0) return undefined;
    return { time: text.slice(0, space), text: text.slice(space + 1), bytes };
  }
}

/**
 * Follows the log of a container: whole lines, as many at once as have arrived. Ends when the container's log does.
 *
 * @throws ApiStatusError where there is no such log (yet); any other error where the stream broke off
 */
export async function* logLines(place: LogPlace): AsyncGenerator<LogLine[]> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE_MS);
  timer.unref();
  let message: IncomingMessage | undefined;
  const splitter = new Splitter();
  try {
    message = await open({
      ...place,
      signal: AbortSignal.any([place.signal, silence.signal]),
    });
    for await (const chunk of message) {
      timer.refresh();
      const lines = splitter.push(Buffer.from(chunk));
      if (lines.length > 0) yield lines;
    }
    // Without this a connection that was cut looks like the log's end.
    if (!message.complete) throw new Error('The log stream broke off');
  } finally {
    clearTimeout(timer);
    message?.destroy();
  }
}

async function open(place: LogPlace): Promise<IncomingMessage> {
  const { cluster, namespace, pod, container, since, signal } = place;
  const query = new URLSearchParams({
    container,
    follow: 'true',
    timestamps: 'true',
    ...(since && { sinceTime: since }),
  });
  const message = await cluster.open({
    method: 'GET',
    path: `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query}`,
    headers: { accept: '*/*' },
    signal,
  });
  if (message.statusCode === 200) return message;
  throw new ApiStatusError(message.statusCode ?? 0, await textOf(message));
}
