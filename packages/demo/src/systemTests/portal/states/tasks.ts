import { breaks } from '../../../browser/answers';
import { PROJECT } from '../World';
import { ASSISTED, BROKEN, GOING, READY } from './names';
import { settled, shown } from './show';
import type { State } from './types';

export const task = (name: string, tab?: string) =>
  `/background-tasks/${PROJECT}/${name}${tab ? `?tab=${tab}` : ''}`;

/** The page of a task. */
export const taskStates: readonly State[] = [
  {
    name: 'task that runs',
    path: task(GOING, 'log'),
    show: page => page.getByRole('log').getByText('Writing').first().waitFor(),
  },
  {
    name: 'task that somebody else may cancel',
    path: task(GOING),
    user: 'maintainer',
    async show(page) {
      await page.getByRole('button', { name: 'Cancel task' }).hover();
      await page.getByRole('tooltip').getByText('You may not').waitFor();
    },
  },
  {
    name: 'task whose connection is lost',
    path: task(GOING, 'log'),
    answers: [breaks(/\/events$/)],
    async show(page) {
      await page.getByText('Reconnecting…').waitFor();
      await shown(page, 'The connection to the portal is lost');
    },
  },
  {
    name: 'task that is asked to be cancelled',
    path: task(GOING),
    async show(page) {
      await page.getByRole('button', { name: 'Cancel task' }).click();
      await settled(page);
    },
  },
  {
    name: 'task that failed, on its cause',
    path: task(BROKEN),
    show: page => page.getByRole('table', { name: 'Checks' }).waitFor(),
  },
  {
    name: 'task that is asked to be retried',
    path: task(BROKEN),
    async show(page) {
      await page.getByRole('button', { name: 'Retry' }).click();
      await settled(page);
    },
  },
  {
    name: 'what an agent did',
    path: task(ASSISTED, 'activity'),
    async show(page) {
      const first = page.getByRole('region', { name: 'First round' });
      await first.getByRole('button', { name: /used/ }).click();
      await first.getByText('cat text.txt').first().click();
      await page.getByRole('region', { name: /^Repair round 1/ }).waitFor();
    },
  },
  {
    name: 'log with its filter',
    path: task(READY, 'log'),
    async show(page) {
      await page.getByRole('log').getByText('npm test').first().waitFor();
      await page.getByRole('button', { name: 'Filter' }).click();
      await settled(page);
    },
  },
  {
    name: 'log that is searched',
    path: task(READY, 'log'),
    async show(page) {
      const log = page.getByRole('log');
      await log.getByText('npm test').first().waitFor();
      await page.getByRole('searchbox').fill('npm');
      await page.getByRole('button', { name: 'Next match' }).click();
      await page.getByText(/^1 of \d+ lines$/).waitFor();
    },
  },
  {
    name: 'checks',
    path: task(READY, 'checks'),
    show: page => page.getByRole('table', { name: 'Checks' }).waitFor(),
  },
  {
    name: 'changes of several files',
    path: task(ASSISTED, 'changes'),
    async show(page) {
      await page.getByRole('button', { name: 'Unified' }).click();
      await shown(page, 'More text.');
    },
  },
  {
    name: 'changes side by side',
    path: task(ASSISTED, 'changes'),
    async show(page) {
      await page.getByRole('button', { name: 'Side by side' }).click();
      await shown(page, 'More text.');
    },
  },
  {
    name: 'details',
    path: task(READY, 'details'),
    show: page => shown(page, 'Audit trail'),
  },
  {
    name: 'task that is not there',
    path: task('not-there'),
    show: page => shown(page, "There is no task 'not-there'"),
  },
];
