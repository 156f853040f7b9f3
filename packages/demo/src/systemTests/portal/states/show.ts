import type { Page } from 'playwright-core';

/** Waits until a text can be seen. */
export async function shown(page: Page, text: string): Promise<void> {
  await page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** A dialog is there once it has stopped moving. */
export async function settled(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  // One that is cut short is over as well.
  await dialog.evaluate(element =>
    Promise.allSettled(
      element.getAnimations({ subtree: true }).map(each => each.finished),
    ),
  );
}
