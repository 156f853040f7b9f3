import type { Response } from 'express';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../faults';

/** Streams events; a fault strikes in the midst of them, maybe by the API's own event. */
export async function sendEvents(
  res: Response,
  events: readonly string[],
  fault: Fault | undefined,
  errorEvent: string,
): Promise<void> {
  res.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  res.setHeader('Cache-Control', 'no-cache');
  const middle = Math.floor(events.length / 2);
  const end = endOf(fault, middle);
  res.flushHeaders();
  for (const [index, event] of events.entries()) {
    if (fault?.kind === 'slowChunks') await pause(res, fault.delayMs);
    if (res.destroyed) return;
    if (index === end) break;
    const isBroken = fault?.kind === 'malformedChunk' && index === middle;
    await write(res, isBroken ? broken(event) : event);
  }
  if (fault?.kind === 'streamError') await write(res, errorEvent);
  if (fault?.kind === 'dropMidStream') {
    res.socket?.destroySoon();
    return;
  }
  res.end();
}

/** Sends a whole body; a fault strikes in the midst of it. */
export async function sendBody(
  res: Response,
  body: unknown,
  fault: Fault | undefined,
): Promise<void> {
  const text = Buffer.from(JSON.stringify(body));
  const half = text.subarray(0, text.length / 2);
  res.setHeader('Content-Type', 'application/json');
  if (fault?.kind === 'slowChunks') await pause(res, fault.delayMs);
  if (res.destroyed) return;
  if (fault?.kind === 'malformedChunk' || fault?.kind === 'endEarly') {
    res.end(half);
    return;
  }
  res.setHeader('Content-Length', text.length);
  if (fault?.kind === 'dropMidStream') {
    await write(res, half);
    res.socket?.destroySoon();
    return;
  }
  res.end(text);
}

/** Waits, in milliseconds, but not for longer than somebody listens. */
export async function pause(res: Response, delayMs: number): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  res.once('close', leave);
  try {
    await sleep(delayMs, undefined, { signal: gone.signal });
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  } finally {
    res.off('close', leave);
  }
}

function endOf(fault: Fault | undefined, middle: number): number | undefined {
  if (fault?.kind === 'dropMidStream') return fault.afterEvents ?? middle;
  const isCut = fault?.kind === 'endEarly' || fault?.kind === 'streamError';
  return isCut ? middle : undefined;
}

function broken(event: string): string {
  return event.replace(/data: .*/, 'data: {"type": "text", "del');
}

async function write(res: Response, chunk: string | Buffer): Promise<void> {
  if (res.destroyed || res.write(chunk)) return;
  const closed = new AbortController();
  const leave = () => closed.abort();
  res.once('close', leave);
  try {
    await once(res, 'drain', { signal: closed.signal });
  } catch (error) {
    if (!closed.signal.aborted) throw error;
  } finally {
    res.off('close', leave);
  }
}
