import { findAccessibilityProblems } from '../../browser/checkAccessibility';
import type { World } from './World';
import { states } from './states';

/** The plugin's own parts of a page: the rest is the portal's. */
const OURS = ['article', '[role="dialog"]'];

/** What axe-core finds wrong on every page in its states, a line for each place. */
export async function findProblems(
  world: World,
  colors: 'light' | 'dark',
): Promise<string[]> {
  const problems: string[] = [];
  await world.visit(
    `axe-${colors}`,
    async page => {
      for (const { name, path, show } of states) {
        await world.go(page, path);
        await show(page);
        const found = await findAccessibilityProblems(page, OURS);
        problems.push(...found.map(problem => `${name}: ${problem}`));
      }
    },
    { look: { colors } },
  );
  return problems;
}
