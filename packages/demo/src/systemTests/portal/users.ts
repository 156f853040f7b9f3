import { waitUntil } from '../support/waitUntil';
import { BROKEN, GOING, READY } from './states';
import type { World } from './World';

/** Another member sees the tasks of the project, and that none is theirs. */
export async function beMaintainer(world: World): Promise<void> {
  await world.visit(
    'maintainer',
    async page => {
      await world.go(page, '/background-tasks');
      await page.getByRole('link', { name: READY, exact: true }).waitFor();
      await page.getByRole('button', { name: 'Mine' }).click();
      await page.getByText('No task matches').waitFor();
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
  const { portal } = world.system;
  const query = `query=${READY}&types[]=background-task`;
  await waitUntil('the search knows the task', async () => {
    const response = await fetch(
      `${portal.url}/api/search/query?term=${READY}&types[]=background-task`,
      { headers: { authorization: `Bearer ${await portal.token()}` } },
    );
    return response.ok && (await response.text()).includes(READY);
  });
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
