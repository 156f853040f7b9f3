import { QUICK } from '../../support/startTestSystem';
import { WRONGLY_ANNOTATED } from '../World';
import { READY } from './names';
import { shown } from './show';
import type { State } from './types';

const LINK = 'a[href*="/background-tasks"]';
export const CARD_OF_COMPONENT = `[class*="MuiCard-root"]:has(${LINK})`;

/** What the plugin adds to the pages of others. */
export const statesElsewhere: readonly State[] = [
  {
    name: 'tab of a component',
    path: `/catalog/default/component/${QUICK}/background-tasks`,
    show: page => page.getByRole('button', { name: 'New task' }).waitFor(),
  },
  {
    name: 'tab of a component whose annotations are wrong',
    path: `/catalog/default/component/${WRONGLY_ANNOTATED}/background-tasks`,
    show: page =>
      shown(page, 'Annotations of this component need a correction'),
  },
  {
    name: 'card of a component',
    path: `/catalog/default/component/${QUICK}`,
    part: CARD_OF_COMPONENT,
    show: page => shown(page, 'Last task'),
  },
  {
    name: 'result of a search',
    path: `/search?query=${READY}&types[]=background-task`,
    // The list and its items are the search's.
    part: `li:has(${LINK}) > *`,
    show: page =>
      page.getByRole('link', { name: READY, exact: true }).waitFor(),
  },
  {
    name: 'card of the home page',
    path: '/home',
    part: `.react-grid-item:has(${LINK})`,
    async show(page) {
      await page.getByRole('button', { name: 'Add widget' }).click();
      await page.getByText('My background tasks').first().click();
      await page.getByRole('link', { name: 'All of my tasks' }).waitFor();
    },
  },
];
