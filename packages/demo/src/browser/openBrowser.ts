import { chromium } from 'playwright-core';
import type { Browser, LaunchOptions } from 'playwright-core';
import { findChromium } from './findChromium';

/** Starts a headless Chromium that talks to nobody but us. */
export async function openBrowser(
  options: Pick<LaunchOptions, 'proxy'> = {},
): Promise<Browser> {
  return chromium.launch({
    ...options,
    executablePath: await findChromium(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
