import { join } from 'node:path';
import { repositoryRoot } from '@background-tasks/demo';
import {
  openBrowser,
  openTestPage,
  signIn,
} from '@background-tasks/demo/browser';
import type { Browser, BrowserContext } from 'playwright-core';
import type { BenchClient } from '../load/BenchClient';
import { startBenchSystem, type BenchSystem } from '../system/startBenchSystem';
import { Tab } from './Tab';

const LOOK = { colors: 'light', width: 1440, height: 900 } as const;
const DIRECTORY = join(repositoryRoot, '.bench', 'portal', 'system');
/** Chromium keeps compiled scripts from the second time on that it meets them. */
const WARM_UPS = 3;

/** A whole portal with its app, on SQLite, and a Chromium that looks at it. */
export class Portal {
  private constructor(
    private readonly system: BenchSystem,
    private readonly browser: Browser,
  ) {}

  /** Starts both; whatever was started by then is ended where that fails. */
  static async start(signal: AbortSignal): Promise<Portal> {
    const browser = await openBrowser();
    try {
      const system = await startBenchSystem({
        directory: DIRECTORY,
        database: 'sqlite',
        permissions: true,
        signal,
        entry: join(repositoryRoot, 'packages/bench/src/portal/backend.ts'),
        configFiles: [join(repositoryRoot, 'app-config.yaml')],
        config: {
          auth: {
            providers: {
              guest: {
                userEntityRef: 'user:default/user-1',
                dangerouslyAllowOutsideDevelopment: true,
              },
              'test-user': {},
            },
          },
        },
      });
      return new Portal(system, browser);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  get client(): BenchClient {
    return this.system.client;
  }

  get repositoryUrls(): readonly string[] {
    return this.system.repositoryUrls;
  }

  /** The address of a path. */
  url(path: string): string {
    return `${this.client.url}${path}`;
  }

  /** Signs in with a browser's memory of its own, whose caches are as warm as those of who was there before. */
  async withUser<T>(work: (context: BrowserContext) => Promise<T>): Promise<T> {
    const page = await openTestPage(this.browser, LOOK);
    const context = page.context();
    try {
      await signIn(page, this.client.url);
      return await work(context);
    } finally {
      await context.close();
    }
  }

  /** Opens an address several times, as who comes back does. */
  async warmUp(
    context: BrowserContext,
    path: string,
    selector: string,
  ): Promise<void> {
    for (let n = 0; n < WARM_UPS; n++) {
      const tab = await Tab.open(context, this.url(path), selector);
      await tab.close();
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.system.stop();
  }
}
