import type { Page } from 'playwright-core';
import { findAccessibilityProblems } from '../../browser/checkAccessibility';
import { findOverflows } from '../../browser/findOverflows';
import { answerWith } from '../../browser/answers';
import { states, type State } from './states';
import { WIDE } from './World';
import type { World } from './World';

/** The plugin's own parts of a page: the rest is the portal's. */
const OURS = ['article', '[role="dialog"]'];
const NARROW = { width: 360, height: 740 };
const HUGE = { width: 3840, height: 2160 };
/** How each state is seen; a very wide page differs from a wide one in what fits alone. */
const sights = {
  light: [
    { size: WIDE, axe: true },
    { size: HUGE, axe: false },
  ],
  dark: [
    { size: WIDE, axe: true },
    { size: NARROW, axe: true },
  ],
} as const;

/** What axe-core finds wrong on every page in its states, and what does not fit, a line for each place. */
export async function findProblems(
  world: World,
  colors: 'light' | 'dark',
): Promise<string[]> {
  const problems: string[] = [];
  const users = new Set(states.map(({ user }) => user));
  for (const user of users) {
    const visited = states.filter(state => state.user === user);
    await world.visit(
      `axe-${colors}-${user ?? 'guest'}`,
      async page => {
        for (const state of visited) {
          problems.push(...(await findProblemsOf(world, page, state, colors)));
        }
      },
      { user, look: { colors } },
    );
  }
  return problems;
}

/** One state, which is made once and then seen in several sizes. */
async function findProblemsOf(
  world: World,
  page: Page,
  { name, path, answers = [], part, show }: State,
  colors: 'light' | 'dark',
): Promise<string[]> {
  const parts = part ? [part] : OURS;
  const problems: string[] = [];
  await page.setViewportSize(WIDE);
  const stopAnswers = await answerWith(page, answers);
  await world.go(page, path);
  const missing = await world
    .pictured(page, `state-${name}`, () => show(page))
    .then(
      () => undefined,
      error => `${name} does not come: ${error.message}`,
    );
  if (missing) {
    await stopAnswers();
    return [missing];
  }
  for (const { size, axe } of sights[colors]) {
    await page.setViewportSize(size);
    const found = [
      ...(await findOverflows(page, parts, { alone: part !== undefined })),
      ...(axe ? await findAccessibilityProblems(page, parts) : []),
    ];
    problems.push(...found.map(each => `${name}, ${size.width}: ${each}`));
  }
  await stopAnswers();
  return problems;
}
