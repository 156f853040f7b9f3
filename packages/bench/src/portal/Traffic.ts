import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

const OURS = '/api/background-tasks/';
/** Of all tasks that a browser's tabs follow. */
const STREAM = `${OURS}events`;

/** What pages exchanged with the backend in a while. */
export type Spent = {
  /** Requests that were sent to our plugin. */
  requests: string[];
  /** Requests that were sent to others. */
  otherRequests: number;
  /** Event streams that said something, and how often. */
  streams: number;
  words: number;
  bytes: number;
};

type Counted = { url: URL; at: number };

/** Counts what Chromium sends and receives for pages, by its DevTools protocol. */
export class Traffic {
  private readonly requests: Counted[] = [];
  private readonly received: (Counted & { stream: string; bytes: number })[] =
    [];

  /** Counts all of a page from now on. */
  async watch(page: Page): Promise<void> {
    const cdp = await page.context().newCDPSession(page);
    const urls = new Map<string, URL>();
    cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
      const url = new URL(request.url);
      urls.set(requestId, url);
      this.requests.push({ url, at: performance.now() });
    });
    cdp.on('Network.dataReceived', ({ requestId, dataLength }) => {
      const url = urls.get(requestId);
      if (url?.pathname !== STREAM) return;
      this.received.push({
        url,
        at: performance.now(),
        stream: requestId,
        bytes: dataLength,
      });
    });
    await cdp.send('Network.enable');
  }

  /** What comes within a time. */
  async during(ms: number): Promise<Spent> {
    const from = performance.now();
    await sleep(ms);
    const since = <T extends { at: number }>(all: T[]) =>
      all.filter(({ at }) => at >= from);
    const sent = since(this.requests);
    const received = since(this.received);
    return {
      requests: sent
        .filter(({ url }) => isOurs(url))
        .map(({ url }) => `${url.pathname}${url.search}`),
      otherRequests: sent.filter(({ url }) => !isOurs(url)).length,
      streams: new Set(received.map(({ stream }) => stream)).size,
      words: received.length,
      bytes: received.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }
}

function isOurs(url: URL): boolean {
  return url.pathname.startsWith(OURS);
}
