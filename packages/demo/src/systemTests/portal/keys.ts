import type { Locator, Page } from 'playwright-core';

const MOST_STOPS = 150;

/** A link may look like a button, and then is one for assistive technology. */
export function way(page: Page, name: string): Locator {
  return page
    .getByRole('link', { name, exact: true })
    .or(page.getByRole('button', { name, exact: true }))
    .first();
}

/** Leads the focus to something by Tab, and presses a key there. */
export async function press(
  page: Page,
  target: Locator,
  key: 'Enter' | 'Space' = 'Enter',
): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Leads the focus to a field by Tab, and types there. */
export async function type(
  page: Page,
  field: Locator,
  text: string,
): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}

/** Tab, until something has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No key leads to ${target}`);
}

/** Whether something has the focus. */
export async function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate(
    element => element === element.ownerDocument.activeElement,
  );
}
