import { join } from 'node:path';
import { repositoryRoot } from '@background-tasks/demo';
import type { BrowserContext } from 'playwright-core';
import { z } from 'zod';
import { buildWithoutPlugin } from './buildWithoutPlugin';
import { firstFiles, type FirstFile } from './firstFiles';
import type { Portal } from './Portal';
import { Tab } from './Tab';

const resources = z.array(z.object({ name: z.string(), bytes: z.number() }));

/** A page of the plugin, and what it loads that the portal's first page has not: bytes on the way. */
export type PageLoad = { page: string; files: number; bytes: number };

/** What is loaded first, in bytes on the way. */
export type FirstLoad = {
  without: number;
  with: number;
  pages: PageLoad[];
};

const HOME = '/';
const LINK = 'nav a[href="/background-tasks"]';
const pages = [
  { page: 'list', path: '/background-tasks', shows: 'main table, main form' },
  { page: 'new task', path: '/background-tasks/new', shows: 'main form' },
  { page: 'insights', path: '/background-tasks/insights', shows: 'main h1' },
];

/** What the plugin adds to what a browser loads first, by the app as it is built with it and without it. */
export async function measureFirstLoad(
  portal: Portal,
  signal: AbortSignal,
): Promise<FirstLoad> {
  const without = await firstFiles(await buildWithoutPlugin(signal));
  const whole = await firstFiles(join(repositoryRoot, 'packages/app/dist'));
  return {
    without: sizeOf(without),
    with: sizeOf(whole),
    pages: await portal.withUser(context => loadPages(portal, context)),
  };
}

function sizeOf(files: readonly FirstFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function loadPages(
  portal: Portal,
  context: BrowserContext,
): Promise<PageLoad[]> {
  const first = new Set(
    (await scriptsOf(portal, context, HOME, LINK)).map(({ name }) => name),
  );
  const loads: PageLoad[] = [];
  for (const { page, path, shows } of pages) {
    const more = (await scriptsOf(portal, context, path, shows)).filter(
      ({ name }) => !first.has(name),
    );
    loads.push({
      page,
      files: more.length,
      bytes: more.reduce((sum, { bytes }) => sum + bytes, 0),
    });
  }
  return loads;
}

/** By Chromium's resource timing: what came over the wire, whether it was cached or not. */
async function scriptsOf(
  portal: Portal,
  context: BrowserContext,
  path: string,
  shows: string,
) {
  const tab = await Tab.open(context, portal.url(path), shows);
  await tab.page.waitForLoadState('networkidle');
  const loaded = resources.parse(
    await tab.page.evaluate(`performance.getEntriesByType('resource')
      .filter(({ name }) => /\\/static\\/.*\\.(js|css)$/.test(name))
      .map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize }))`),
  );
  await tab.close();
  return loaded;
}
