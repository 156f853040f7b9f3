import type { Page } from 'playwright-core';
import { tabTo } from './keys';
import { BROKEN, GOING, READY } from './states';
import type { World } from './World';

/** Another member sees the tasks of the project, that none is theirs, and why they may not stop or retry them. */
export async function beMaintainer(world: World): Promise<void> {
  await world.visit(
    'maintainer',
    async page => {
      await world.go(page, '/background-tasks');
      await page.getByRole('link', { name: READY, exact: true }).waitFor();
      await page.getByRole('button', { name: 'Mine' }).click();
      await page.getByText('No task matches').waitFor();
      await findRefused(world, page, GOING, 'Cancel task');
      await findRefused(world, page, BROKEN, 'Retry');
    },
    { user: 'maintainer' },
  );
}

/** Who is in another project sees none of it, not even by its address. */
export async function beOperator(world: World): Promise<void> {
  await world.visit(
    'operator',
    async page => {
      await world.go(page, '/background-tasks');
      await page.getByText('No background tasks yet').waitFor();
      for (const name of [READY, BROKEN, GOING]) {
        await world.go(page, `/background-tasks/developers/${name}`);
        await page.getByText(`There is no task '${name}'`).waitFor();
      }
      await world.go(page, '/background-tasks/templates');
      await page.getByText('No templates yet').waitFor();
    },
    { user: 'operator' },
  );
}

/** A task is found by who is a member of its project, and not by somebody of another one. */
export async function searchAsSeveral(world: World): Promise<void> {
  const query = `query=${READY}&types[]=background-task`;
  await world.untilFound(READY);
  await world.visit('search', async page => {
    await world.go(page, `/search?${query}`);
    await page.getByRole('link', { name: READY, exact: true }).click();
    await page
      .getByRole('article', { name: `Background task ${READY}` })
      .waitFor();
  });
  await world.visit(
    'search-operator',
    async page => {
      await world.go(page, `/search?${query}`);
      await page.getByText('no results were found').waitFor();
    },
    { user: 'operator' },
  );
}

/** An action that is there for others: the keyboard reaches it, it tells why, and does nothing. */
async function findRefused(
  world: World,
  page: Page,
  task: string,
  action: string,
): Promise<void> {
  await world.goToTask(page, task);
  const button = page.getByRole('button', { name: action });
  await tabTo(page, button);
  await page
    .getByRole('tooltip')
    .getByText('that is for who created it')
    .waitFor();
  await page.keyboard.press('Enter');
  expect(await page.getByRole('dialog').count()).toBe(0);
}
