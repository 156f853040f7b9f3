import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { z } from 'zod';

/** What Chromium's PerformanceObserver says of tasks that took more than 50 ms; by the page's clock. */
export type LongTask = { startTime: number; duration: number };

const state = z.object({
  shownAt: z.number().optional(),
  clickedAt: z.number().optional(),
  responseStart: z.number(),
  now: z.number(),
  longTasks: z.array(z.object({ startTime: z.number(), duration: z.number() })),
});

/** A page of the portal that notes when a part of it is first shown. */
export class Tab {
  private constructor(readonly page: Page) {}

  /** Opens an address in a new tab, and waits until an element with that selector is shown. */
  static async open(
    context: BrowserContext,
    url: string,
    selector: string,
  ): Promise<Tab> {
    const tab = new Tab(await context.newPage());
    await tab.page.addInitScript(probe(selector));
    await tab.page.goto(url, { waitUntil: 'commit' });
    await tab.untilShown();
    return tab;
  }

  /** Forgets what was shown, clicks, and waits until an element is shown. @returns ms from the click on */
  async click(link: string, selector: string): Promise<number> {
    await this.page.evaluate(`window.bench.watch(${JSON.stringify(selector)})`);
    await this.page.click(link);
    await this.untilShown();
    const { shownAt = NaN, clickedAt = NaN } = await this.state();
    return shownAt - clickedAt;
  }

  /** Milliseconds from the document's first byte until the element was shown. */
  async sinceFirstByte(): Promise<number> {
    const { shownAt = NaN, responseStart } = await this.state();
    return shownAt - responseStart;
  }

  /** Milliseconds from the document's first byte until now. */
  async untilNow(): Promise<number> {
    const { now, responseStart } = await this.state();
    return now - responseStart;
  }

  /** The page's clock, in ms. */
  async clock(): Promise<number> {
    return (await this.state()).now;
  }

  /** Tasks of more than 50 ms that began at a time of the page's clock or later. */
  async longTasks(from = 0): Promise<LongTask[]> {
    const { longTasks } = await this.state();
    return longTasks.filter(({ startTime }) => startTime >= from);
  }

  /** Waits until an expression is true in the page, looking at every frame. */
  async until(expression: string): Promise<void> {
    await this.page.waitForFunction(expression, undefined, {
      timeout: 120_000,
    });
  }

  async cdp(): Promise<CDPSession> {
    return this.page.context().newCDPSession(this.page);
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  private async untilShown(): Promise<void> {
    await this.until('window.bench?.shownAt !== undefined');
  }

  private async state() {
    return state.parse(
      await this.page.evaluate(`({
        shownAt: window.bench.shownAt,
        clickedAt: window.bench.clickedAt,
        longTasks: window.bench.longTasks,
        responseStart: performance.getEntriesByType('navigation')[0].responseStart,
        now: performance.now(),
      })`),
    );
  }
}

/** As text: what runs in the page must not need what a compiler adds. */
function probe(selector: string): string {
  return `(() => {
    const bench = { longTasks: [], shownAt: undefined, clickedAt: undefined };
    window.bench = bench;
    new PerformanceObserver(list => {
      for (const { startTime, duration } of list.getEntries()) bench.longTasks.push({ startTime, duration });
    }).observe({ type: 'longtask', buffered: true });
    addEventListener('click', event => { bench.clickedAt = event.timeStamp; }, true);
    bench.watch = selector => {
      bench.shownAt = undefined;
      const look = () => {
        if (!document.querySelector(selector)) {
          requestAnimationFrame(look);
          return;
        }
        // What is there in this callback is in the picture that is made after it.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => { bench.shownAt = performance.now(); };
        port2.postMessage(undefined);
      };
      requestAnimationFrame(look);
    };
    bench.watch(${JSON.stringify(selector)});
  })()`;
}
