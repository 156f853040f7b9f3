import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const found = z.array(
  z.object({
    id: z.string(),
    help: z.string(),
    nodes: z.array(
      z.object({
        html: z.string(),
        target: z.array(z.unknown()),
        failureSummary: z.string().optional(),
      }),
    ),
  }),
);

/** Rules of WCAG 2.0 to 2.2, A and AA, and what is good practice beyond. */
const TAGS = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22aa',
  'best-practice',
];

let source: Promise<string> | undefined;

/**
 * What axe-core finds wrong in a part of a page as it is now, a line for each place.
 *
 * @param within - CSS selectors of the parts; those that are not there are left out
 */
export async function findAccessibilityProblems(
  page: Page,
  within: readonly string[],
): Promise<string[]> {
  source ??= readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  // As text: what runs in the page must not need what a compiler adds.
  await page.evaluate(await source);
  const result: unknown = await page.evaluate(`(async () => {
    const include = ${JSON.stringify(
      within,
    )}.filter(each => document.querySelector(each)).map(each => [each]);
    const { violations } = await axe.run({ include }, {
      runOnly: ${JSON.stringify(TAGS)},
      resultTypes: ['violations'],
      // Landmarks are made by whoever lays out the page around these parts.
      rules: { region: { enabled: false } },
    });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ html, target, failureSummary }) => ({ html, target, failureSummary })),
    }));
  })()`);
  return found
    .parse(result)
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ html, target, failureSummary }) =>
          `${id} (${help}): ${target.join(' ')} ${html.slice(
            0,
            200,
          )} ${failureSummary}`,
      ),
    );
}
