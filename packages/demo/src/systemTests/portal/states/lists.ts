import { GOING } from './names';
import { settled, shown } from './show';
import type { State } from './types';

/** The list of tasks, the figures and the settings. */
export const listStates: readonly State[] = [
  {
    name: 'list',
    path: '/background-tasks',
    show: page => shown(page, GOING),
  },
  {
    name: 'list with its filters and a selection',
    path: '/background-tasks?scope=mine&provider=script',
    async show(page) {
      await page.getByRole('checkbox', { name: `Select ${GOING}` }).check();
      await page.getByText('1 task selected').waitFor();
      await page.getByLabel('Created from').waitFor();
    },
  },
  {
    name: 'tasks that are asked to be cancelled together',
    path: '/background-tasks?q=keep',
    async show(page) {
      await page.getByRole('checkbox', { name: `Select ${GOING}` }).check();
      await page.getByRole('button', { name: 'Cancel 1 task' }).click();
      await settled(page);
    },
  },
  {
    name: 'list without a match',
    path: '/background-tasks?q=nothing-is-called-so',
    show: page => shown(page, 'No task matches'),
  },
  {
    name: 'list of somebody without tasks',
    path: '/background-tasks',
    user: 'operator',
    show: page => shown(page, 'No background tasks yet'),
  },
  {
    name: 'insights',
    path: '/background-tasks/insights',
    async show(page) {
      await shown(page, 'Success rate');
      await page.locator('svg.recharts-surface').first().waitFor();
    },
  },
  {
    name: 'insights as tables',
    path: '/background-tasks/insights',
    async show(page) {
      const asTable = page.getByRole('button', { name: /^Show as table/ });
      await asTable.first().click();
      await page.getByRole('table', { name: /^Tasks by status/ }).waitFor();
    },
  },
  {
    name: 'insights of somebody without tasks',
    path: '/background-tasks/insights',
    user: 'operator',
    show: page => shown(page, 'No task was created in this time'),
  },
  {
    name: 'settings',
    path: '/background-tasks/settings',
    show: page => shown(page, 'Limits'),
  },
];
