import type { Page } from 'playwright-core';
import { fails, type Answer } from '../browser/answers';
import type { Look } from '../browser/openTestPage';

/** Whose tasks the pictures show. */
export const PROJECT = 'developers';
/** The template that they show. */
export const TEMPLATE = 'upgrade-dependency';
/** The task that an agent carried out, in two rounds. */
export const ASSISTED = 'describe-orders';
/** The task that runs while they are taken. */
export const RUNNING = 'document-functions';

/** What every page is looked at with. */
export const looks: Record<string, Look> = {
  'light-wide': { colors: 'light', width: 1440, height: 900 },
  'dark-wide': { colors: 'dark', width: 1440, height: 900 },
  'light-narrow': { colors: 'light', width: 390, height: 844 },
  'dark-narrow': { colors: 'dark', width: 390, height: 844 },
};

/** A page of the portal: where it is, what is there when it has loaded, and what is opened on it then. */
export type Shot = {
  path: string;
  shows: string | RegExp;
  open?: (page: Page) => Promise<void>;
  /** What is answered in place of the backend. */
  answers?: readonly Answer[];
};

const task = (name: string, tab?: string) =>
  `/background-tasks/${PROJECT}/${name}${tab ? `?tab=${tab}` : ''}`;
const template = `/background-tasks/templates/${PROJECT}/${TEMPLATE}`;
const entity = '/catalog/default/component/sample-service';

/** Where there is little room, what is shown begins below the phases. */
async function showTab(page: Page): Promise<void> {
  const { width = 0 } = page.viewportSize() ?? {};
  if (width >= 600) return;
  await page
    .getByRole('tablist')
    .last()
    .evaluate(element => element.scrollIntoView());
}

/** In the middle of the page. */
async function showText(page: Page, text: string): Promise<void> {
  await page
    .getByText(text)
    .first()
    .evaluate(element => element.scrollIntoView({ block: 'center' }));
}

/** Every page, and what states it has, by the name of the picture. */
export const shots: Record<string, Shot> = {
  list: { path: '/background-tasks', shows: RUNNING },
  'list-filters': {
    path: '/background-tasks?scope=mine&provider=script',
    shows: RUNNING,
  },
  'list-empty': {
    path: '/background-tasks?q=nothing',
    shows: 'No task matches',
  },
  'list-cancel': {
    path: '/background-tasks',
    shows: RUNNING,
    async open(page) {
      await page.getByRole('checkbox', { name: `Select ${RUNNING}` }).check();
      await page.getByRole('button', { name: 'Cancel 1 task' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'list-failed': {
    path: '/background-tasks',
    answers: [fails(/^\/background-tasks/)],
    shows: 'The tasks could not be loaded',
  },
  'task-running': { path: task(RUNNING), shows: 'Writing comments' },
  'task-cancel': {
    path: task(RUNNING),
    shows: 'Writing comments',
    open: page => page.getByRole('button', { name: 'Cancel task' }).click(),
  },
  'task-completed': {
    path: task('upgrade-lodash', 'log'),
    shows: 'npm ci',
    open: showTab,
  },
  'task-activity': {
    path: task(ASSISTED, 'activity'),
    shows: 'First round',
    open: showTab,
  },
  'task-changes': {
    path: task('upgrade-lodash', 'changes'),
    shows: /integrity/,
    open: showTab,
  },
  'task-checks': {
    path: task('upgrade-lodash', 'checks'),
    shows: /npm run lint/,
    open: showTab,
  },
  'task-details': {
    path: task('upgrade-lodash', 'details'),
    shows: 'Audit trail',
    open: showTab,
  },
  'task-repaired': {
    path: task(ASSISTED, 'checks'),
    shows: /npm run lint/,
    open: showTab,
  },
  'task-failed': { path: task('shorter-orders'), shows: /failed/ },
  'task-missing': { path: task('nowhere'), shows: /There is no task/ },
  form: { path: '/background-tasks/new', shows: 'Create task' },
  'form-template': {
    path: `/background-tasks/new?project=${PROJECT}&template=${TEMPLATE}&entityRef=component:default/sample-service`,
    shows: 'As npm knows it',
    open: page => showText(page, 'As npm knows it'),
  },
  templates: {
    path: '/background-tasks/templates',
    shows: 'Upgrade a dependency',
  },
  template: { path: template, shows: /in package.json/ },
  'template-delete': {
    path: template,
    shows: /in package.json/,
    open: page => page.getByRole('button', { name: 'Delete' }).click(),
  },
  'template-edit': {
    path: `${template}/edit`,
    shows: 'Preview',
    open: page =>
      page
        .getByRole('region', { name: 'Preview' })
        .getByLabel('packageName')
        .fill('lodash'),
  },
  'template-new': {
    path: `/background-tasks/new-template?project=${PROJECT}`,
    shows: 'Preview',
  },
  insights: {
    path: '/background-tasks/insights',
    shows: 'Success rate',
    open: page => page.locator('svg.recharts-surface').first().waitFor(),
  },
  settings: { path: '/background-tasks/settings', shows: 'Limits' },
  'entity-tab': { path: `${entity}/background-tasks`, shows: RUNNING },
  'entity-card': { path: entity, shows: 'Last task' },
  home: {
    path: '/home',
    shows: 'Add widget',
    async open(page) {
      await page.getByRole('button', { name: 'Add widget' }).click();
      await page.getByText('My background tasks').first().click();
      await page.getByRole('link', { name: 'All of my tasks' }).waitFor();
    },
  },
  'scaffolder-form': {
    path: '/create/templates/default/run-task-template',
    shows: 'Task template',
    async open(page) {
      await page.getByRole('button', { name: /^Task template/ }).click();
      await page.getByRole('option', { name: /^Upgrade a dependency/ }).click();
      await page.getByRole('listbox').waitFor({ state: 'hidden' });
      await page.getByText('Values of its parameters').waitFor();
    },
  },
  search: {
    path: '/search?query=upgrade-lodash&types[]=background-task',
    shows: 'upgrade-lodash',
    open: page =>
      page.getByRole('link', { name: 'upgrade-lodash' }).first().waitFor(),
  },
  notifications: { path: '/notifications', shows: /upgrade-lodash/ },
};

/** The files that the command makes, in docs/images. */
export function pictureFiles(): string[] {
  return Object.keys(looks).flatMap(look =>
    Object.keys(shots).map(name => pictureFile(name, look)),
  );
}

/** The file of a page in a look. */
export function pictureFile(name: string, look: string): string {
  return `${name}-${look}.png`;
}
