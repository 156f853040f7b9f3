import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** The messages of an event stream; all that arrives, heartbeats too, is activity. */
export async function* readMessages(
  response: Response,
  options?: { onActivity?: () => void },
): AsyncGenerator<EventSourceMessage, void> {
  if (!response.body) return;
  options?.onActivity?.();

  let received: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: message => received.push(message) });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      options?.onActivity?.();
      parser.feed(decoder.decode(value, { stream: true }));
      const batch = received;
      received = [];
      yield* batch;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
