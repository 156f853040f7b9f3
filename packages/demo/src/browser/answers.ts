import type { Page, Route } from 'playwright-core';

const API = '/api/background-tasks';

/** What is answered to a call of the plugin's API in place of what its backend would. */
export type Answer = {
  /** Matches the path below the API's own. */
  path: RegExp;
  /** Any if left out. */
  method?: string;
  /** How it is answered. */
  with: (route: Route) => Promise<void>;
};

/** As where something before the portal answers: it does so in its own words, which may have no place to break. */
export function fails(path: RegExp): Answer {
  return {
    path,
    with: route =>
      route.fulfill({ status: 503, body: 'no_healthy_upstream_'.repeat(4) }),
  };
}

/** A refusal in words. */
export function refuses(
  status: number,
  message: string,
  call: Pick<Answer, 'path' | 'method'>,
): Answer {
  return {
    ...call,
    with: route =>
      route.fulfill({
        status,
        json: {
          error: { name: 'Error', message },
          response: { statusCode: status },
        },
      }),
  };
}

/** As where the portal is away. */
export function breaks(path: RegExp): Answer {
  return { path, with: route => route.abort('connectionrefused') };
}

/** Lets a page be answered so, until what is returned is called. */
export async function answerWith(
  page: Page,
  answers: readonly Answer[],
): Promise<() => Promise<void>> {
  const ours = (url: URL) => url.pathname.startsWith(`${API}/`);
  const handle = async (route: Route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname.slice(API.length);
    const answer = answers.find(
      each =>
        each.path.test(path) &&
        (each.method ?? request.method()) === request.method(),
    );
    await (answer ? answer.with(route) : route.fallback());
  };
  await page.route(ours, handle);
  return () => page.unroute(ours, handle);
}
