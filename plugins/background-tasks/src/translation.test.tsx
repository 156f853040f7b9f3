import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { taskStatuses } from '@background-tasks/plugin-background-tasks-common';
import { cleanup, screen, waitFor } from '@testing-library/react';
import {
  anAgentTask,
  aTemplate,
  FakeOverviewApi,
  someSettings,
} from './__testUtils__';
import {
  anotherLanguage,
  anotherLanguageConfig,
} from './__testUtils__/inAnotherLanguage';
import { backgroundTasksApiRef } from './api';
import plugin from './plugin';

/** Units, an example of a blank, what the portal's links add, and the first word of a sentence of the backend's. */
const OTHERS = ['min', 'MiB', 'name', 'Opens', 'new', 'window', 'Its'];

/** The first page takes its time to be loaded. */
const LOADED = { timeout: 50_000 };

const TASK = '/background-tasks/payments/upgrade-lodash';

const check = {
  kind: 'lint',
  command: 'npm run lint',
  reason: 'package.json',
  exitCode: 0,
  output: '',
} as const;

async function aBackend(): Promise<FakeOverviewApi> {
  const api = new FakeOverviewApi([
    anAgentTask({
      status: 'Failed',
      outcome: 'validationFailed',
      progress: 60,
      phase: 'validate',
      currentPhase: 'Running linters',
      completedAt: '2026-01-01T00:03:05.000Z',
      budget: { usd: 2, tokens: 1_000 },
      output: { type: 'fork', draft: true, labels: ['bot'] },
      extraCommands: ['npm run test:contract'],
      changedFiles: [
        {
          path: 'package.json',
          status: 'modified',
          mode: '100644',
          additions: 1,
          deletions: 1,
        },
      ],
      validation: {
        baseline: [{ ...check, status: 'passed', durationMs: 900 }],
        gate: [{ ...check, status: 'failed', durationMs: 1_200 }],
        verdict: 'failed',
      },
      runs: [
        {
          attempt: 1,
          executor: 'local',
          startedAt: '2026-01-01T00:00:01.000Z',
          endedAt: null,
          endReason: null,
        },
      ],
      can: { cancel: false, retry: true },
    }),
  ]);
  api.templates = [
    aTemplate({
      parameters: [{ name: 'packageName', type: 'string', required: true }],
      validationRules: [{ command: 'npm audit' }, { fileExists: 'NOTICE' }],
    }),
  ];
  api.settings = await someSettings();
  api.diff = 'diff --git a/package.json b/package.json\n';
  return api;
}

/** Words that are the backend's own: names, addresses, what people wrote. */
async function wordsOf(api: FakeOverviewApi): Promise<ReadonlySet<string>> {
  const data = valuesOf([
    api.tasks,
    api.templates,
    api.settings,
    api.insights,
    await api.listProjects(),
  ]);
  const words = new Set([...data.flatMap(wordsIn), ...OTHERS]);
  // How a task went is said in words of the pages.
  for (const status of taskStatuses) words.delete(status);
  return words;
}

function valuesOf(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap(valuesOf);
}

function wordsIn(text: string): string[] {
  return text.match(/[A-Za-z]{3,}/g) ?? [];
}

/** All that is read or heard of a page. */
function textsOf(page: Element): string[] {
  const elements = [page, ...page.querySelectorAll('*')];
  return elements.flatMap(element => [
    ...[...element.childNodes]
      .filter(node => node.nodeType === Node.TEXT_NODE)
      .map(node => node.textContent ?? ''),
    ...['aria-label', 'title', 'placeholder', 'alt'].map(
      name => element.getAttribute(name) ?? '',
    ),
  ]);
}

it.each([
  ['the list of tasks', '/background-tasks', /upgrade-lodash/],
  ['the checks of a task', `${TASK}?tab=checks`, /npm run lint/],
  ['the log of a task', `${TASK}?tab=log`, /lodash/],
  ['the details of a task', `${TASK}?tab=details`, /npm run test:contract/],
  ['the changes of a task', `${TASK}?tab=changes`, /package\.json/],
  ['the templates', '/background-tasks/templates', /Upgrade a dependency/],
  [
    'a template',
    '/background-tasks/templates/payments/upgrade-dependency',
    /npm audit/,
  ],
  [
    'the form of a template',
    '/background-tasks/templates/payments/upgrade-dependency/edit',
    /packageName/,
  ],
  ['the insights', '/background-tasks/insights', /payments/],
  ['the settings', '/background-tasks/settings', /make test/],
  ['the form of a task', '/background-tasks/new', /Script/],
])(
  'says nothing in English where the portal speaks another language: %s',
  async (_page, path, known) => {
    const api = await aBackend();
    renderTestApp({
      features: [plugin, anotherLanguage],
      config: anotherLanguageConfig,
      initialRouteEntries: [path],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [
        [backgroundTasksApiRef, api],
        [catalogApiRef, catalogApiMock()],
      ],
    });
    const own = await wordsOf(api);
    const english = (page: Element) =>
      textsOf(page)
        .flatMap(wordsIn)
        .filter(word => !own.has(word));
    const [page] = await screen.findAllByRole('article', {}, LOADED);
    await waitFor(() => expect(page.textContent).toMatch(known), LOADED);
    await waitFor(() => expect(english(page)).toEqual([]), LOADED);
    cleanup();
  },
);
