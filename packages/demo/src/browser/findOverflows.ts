import type { Page } from 'playwright-core';
import { z } from 'zod';

/**
 * What is wider than there is room for, a line for each place: parts of a page, or whatever they lie in, that have to
 * be scrolled sideways. What scrolls within such a part, as a wide table does, is meant so.
 *
 * @param within - CSS selectors of the parts
 * @param options - `alone` where what they lie in is none of our business
 */
export async function findOverflows(
  page: Page,
  within: readonly string[],
  options: { alone: boolean },
): Promise<string[]> {
  // As text: what runs in the page must not need what a compiler adds.
  const found: unknown = await page.evaluate(`(async () => {
    // What follows the size of the window begins to do so within a frame; what moves for ever is not waited for.
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const moving = document.getAnimations().filter(
      each => Number.isFinite(each.effect?.getComputedTiming().endTime),
    );
    await Promise.allSettled(moving.map(each => each.finished));
    const scrolls = element => getComputedStyle(element).overflowX !== 'visible';
    const describe = element => element.cloneNode(false).outerHTML.slice(0, 200);
    const problems = new Set();
    for (const part of document.querySelectorAll(${JSON.stringify(
      within.join(', '),
    )})) {
      for (let each = part; each; each = ${
        options.alone ? 'null' : 'each.parentElement'
      }) {
        const isPage = each === document.documentElement;
        // What scrolls within a part, and what the portal lays beside it, is not meant.
        if (!isPage && each !== part && !scrolls(each)) continue;
        if (each.scrollWidth <= each.clientWidth) continue;
        const edge = each.getBoundingClientRect().right;
        const widest = [part, ...part.querySelectorAll('*')].find(inner => {
          if (inner.getBoundingClientRect().right <= edge + 1) return false;
          if (!inner.checkVisibility({ visibilityProperty: true })) return false;
          let around = inner.parentElement;
          while (around && around !== each && !scrolls(around)) around = around.parentElement;
          return inner === part || around === each || !part.contains(around) || around === part;
        });
        if (widest) {
          problems.add(each.scrollWidth + ' of ' + each.clientWidth + ' pixels: ' + describe(widest));
        }
      }
    }
    return [...problems];
  })()`);
  return z
    .array(z.string())
    .parse(found)
    .map(problem => `overflows: ${problem}`);
}
