import type { CreateBackgroundTaskRequest } from '@background-tasks/plugin-background-tasks-common';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from '../../browser/openBrowser';
import { createRunFolder } from '../../system/createRunFolder';
import {
  openTestPage,
  signIn,
  withPictureOnFailure,
} from '../../browser/openTestPage';
import type { Look } from '../../browser/openTestPage';
import { followTask } from '../../scenarios/followTask';
import { OWNER } from '../../system/startSampleGithub';
import { repositoryRoot } from '../../system/repositoryRoot';
import type { DemoSystem } from '../../system/startSystem';
import { installScriptedAgent } from '../../system/installScriptedAgent';
import { QUICK, startTestSystem } from '../support/startTestSystem';
import { waitUntil } from '../support/waitUntil';

export const PROJECT = 'developers';
export const WIDE = { width: 1440, height: 900 } as const;
/** How many tasks one user may have at a time. */
export const LIMIT_PER_USER = 5;
/** A component whose source the catalog does not know. */
export const WITHOUT_REPOSITORY = 'paper-service';
/** A component whose annotations for background tasks are wrong. */
export const WRONGLY_ANNOTATED = 'misnamed-service';
const LOOK: Look = { colors: 'light', ...WIDE };
const PICTURES = join(repositoryRoot, '.test-output/portal');

/** How a page is opened: as the guest, in the light and wide, if nothing else is said. */
export type OpenOptions = {
  user?: string;
  look?: Partial<Look>;
  context?: Pick<BrowserContextOptions, 'permissions'>;
  /** Another browser than the one that the tests share. */
  browser?: Browser;
};

/** One running portal with a browser, which the tests of its pages share. */
export class World {
  private constructor(
    readonly system: DemoSystem,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<World> {
    const browser = await openBrowser();
    try {
      return new World(await startPortal(), browser);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.system.stop();
  }

  /** Creates a task of the quick repository that runs commands of a shell; without any, for an agent. */
  async create(
    name: string,
    run: string | undefined,
    more: Partial<CreateBackgroundTaskRequest> & { user?: string } = {},
  ): Promise<void> {
    const { user, ...request } = more;
    await this.system.portal.client(user).createTask(PROJECT, {
      name,
      instructions: 'Change the text.',
      repository: { url: `${this.system.github.url}/${OWNER}/${QUICK}` },
      provider: 'script',
      run,
      ...request,
    });
  }

  /** Waits for the end of a task. @returns its status */
  async end(name: string): Promise<string> {
    const { status } = await followTask(this.system.portal.client(), {
      project: PROJECT,
      name,
    });
    return status;
  }

  /** Waits until a task has printed a line. */
  async untilLogged(name: string, text: string): Promise<void> {
    await waitUntil(`${name} has printed '${text}'`, async () => {
      const { logs } = await this.system.portal
        .client()
        .getTask({ project: PROJECT, name });
      return logs.includes(text);
    });
  }

  /** Waits until the portal's search knows a task. */
  async untilFound(name: string): Promise<void> {
    const { portal } = this.system;
    const query = `term=${name}&types[]=background-task`;
    await waitUntil(`the search knows ${name}`, async () => {
      const response = await fetch(`${portal.url}/api/search/query?${query}`, {
        headers: { authorization: `Bearer ${await portal.token()}` },
      });
      return response.ok && (await response.text()).includes(name);
    });
  }

  /**
   * Signs in with a context of the browser for this alone, and does something there. A picture is left if that fails;
   * errors that no part of the page caught are failures.
   */
  async visit(
    name: string,
    work: (page: Page) => Promise<void>,
    options: OpenOptions = {},
  ): Promise<void> {
    const page = await openTestPage(
      options.browser ?? this.browser,
      { ...LOOK, ...options.look },
      options.context,
    );
    const problems: string[] = [];
    page.on('pageerror', error => problems.push(error.message));
    try {
      await this.pictured(page, name, async () => {
        if (options.user) await beUser(page, options.user);
        await signIn(page, this.system.portal.url);
        await work(page);
      });
    } finally {
      await page.context().close();
    }
    if (problems.length > 0) {
      throw new Error(`The pages failed: ${problems.join('; ')}`);
    }
  }

  /** Does something on a page; a picture of it is left if that fails. */
  async pictured(
    page: Page,
    name: string,
    work: () => Promise<void>,
  ): Promise<void> {
    await withPictureOnFailure(page, PICTURES, name, work);
  }

  /** Opens a path of the portal. */
  async go(page: Page, path: string): Promise<void> {
    await page.goto(`${this.system.portal.url}${path}`);
  }

  /** Opens the page of a task, and waits until it is there. */
  async goToTask(page: Page, name: string, query = ''): Promise<void> {
    await this.go(page, `/background-tasks/${PROJECT}/${name}${query}`);
    await page
      .getByRole('article', { name: `Background task ${name}` })
      .waitFor();
  }
}

/** The portal has one way to sign in: what it asks for a guest is asked for another user. */
async function beUser(page: Page, user: string): Promise<void> {
  await page.context().route('**/api/auth/guest/refresh**', route =>
    route.continue({
      url: route.request().url().replace('/auth/guest/', '/auth/test-user/'),
      headers: { ...route.request().headers(), 'x-test-user': user },
    }),
  );
}

/** A portal with an agent of ours, and with components that tell too little, or what is wrong. */
async function startPortal(): Promise<DemoSystem> {
  const agents = await createRunFolder(
    join(repositoryRoot, '.test-output/agents'),
  );
  await installScriptedAgent({
    directory: agents,
    script: join(
      repositoryRoot,
      'packages/demo/src/systemTests/portal/agent.sh',
    ),
  });
  return startTestSystem(
    {
      backgroundTasks: {
        limits: { perUser: LIMIT_PER_USER, perRepository: 20, perProject: 40 },
        agents: { directory: agents, install: 'never' },
        providers: {
          // Its models are never asked.
          'claude-code': {
            apiKey: 'not-used',
            baseUrl: 'http://127.0.0.1:9',
            models: [{ id: 'scripted', price: { input: 3, output: 15 } }],
          },
        },
      },
    },
    {
      moreEntities: [
        componentOf(WITHOUT_REPOSITORY, {}),
        componentOf(WRONGLY_ANNOTATED, {
          'github.com/project-slug': `${OWNER}/${WRONGLY_ANNOTATED}`,
          'background-tasks/project': 'nobody',
          'background-tasks/image': 'not an image',
        }),
      ],
    },
  );
}

function componentOf(name: string, annotations: Record<string, string>) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations },
    spec: { type: 'library', lifecycle: 'production', owner: 'developers' },
  };
}
