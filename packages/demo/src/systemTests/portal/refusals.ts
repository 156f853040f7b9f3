import { activeTaskStatuses } from '@background-tasks/plugin-background-tasks-common';
import type { Page } from 'playwright-core';
import { QUICK } from '../support/startTestSystem';
import { waitUntil } from '../support/waitUntil';
import { answerWith, fails } from '../../browser/answers';
import { LIMIT_PER_USER, PROJECT } from './World';
import type { World } from './World';

/** Writes a task that a limit refuses: it is told why, what was written stays, and is sent once there is room. */
export async function createOverLimit(world: World): Promise<void> {
  const names = await takeAllSlots(world);
  await world.visit('over-limit', async page => {
    await world.go(
      page,
      `/background-tasks/new?entityRef=component:default/${QUICK}&provider=script`,
    );
    await page.getByText('as many as one person may have').waitFor();
    const instructions = page.getByRole('textbox', { name: 'Instructions' });
    await instructions.fill('Wait for room.');
    await page.getByRole('textbox', { name: 'Script' }).fill('sleep 600');
    const create = page.getByRole('button', { name: 'Create task' });
    await create.click();
    await page
      .getByRole('alert')
      .getByText(`You already have ${LIMIT_PER_USER} running background tasks`)
      .waitFor();
    expect(await instructions.inputValue()).toBe('Wait for room.');

    await cancelAll(world, names);
    await create.click();
    await page.getByRole('heading', { name: /^wait-for-room/ }).waitFor();
    await cancelByPage(page);
  });
}

/** Cancels what cannot be cancelled any more: the reason is told, for several tasks as for one. */
export async function cancelTooLate(world: World): Promise<void> {
  const { faults } = world.system.github;
  // The pull request comes last: as long as there is none, the task is publishing.
  faults.set({
    method: /^POST$/,
    path: /\/pulls$/,
    fault: { kind: 'serverError' },
  });
  try {
    await world.create('late-ended', 'sleep 600');
    await world.create('late-publishing', 'echo "More." >> text.txt');
    await world.visit('too-late', async page => {
      await world.go(page, '/background-tasks?q=late');
      for (const name of ['late-ended', 'late-publishing']) {
        await page.getByRole('checkbox', { name: `Select ${name}` }).check();
      }
      await page.getByRole('button', { name: 'Cancel 2 tasks' }).click();
      await cancelAll(world, ['late-ended']);
      await untilPublishing(world, 'late-publishing');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Cancel 2 tasks' }).click();
      await dialog.getByText('0 of 2 cancelled').waitFor();
      await dialog.getByText("'late-ended' is Stopped").waitFor();
      await dialog.getByText('is publishing its change').waitFor();

      await world.goToTask(page, 'late-publishing');
      const cancel = page.getByRole('button', { name: 'Cancel task' });
      await cancel.hover();
      await page
        .getByRole('tooltip')
        .getByText('it can no longer be cancelled')
        .waitFor();
      expect(await cancel.getAttribute('aria-disabled')).toBe('true');
    });
  } finally {
    faults.clear();
  }
  expect(await world.end('late-publishing')).toBe('Completed');
}

/** Each page says that it could not be loaded, and loads when it is asked again. */
export async function loadAgain(world: World): Promise<void> {
  await world.visit('load-again', async page => {
    for (const [path, call, shows] of [
      ['/background-tasks', /^\/background-tasks$/, 'Progress'],
      ['/background-tasks/templates', /^\/task-templates$/, 'Say a word'],
      ['/background-tasks/insights', /^\/insights$/, 'Success rate'],
      ['/background-tasks/settings', /^\/projects$/, 'Limits and use'],
    ] as const) {
      const answerAgain = await answerWith(page, [fails(call)]);
      await world.go(page, path);
      const again = page.getByRole('button', { name: 'Try again' });
      await again.waitFor();
      await answerAgain();
      await again.click();
      await page.getByText(shows).filter({ visible: true }).first().waitFor();
    }
  });
}

async function takeAllSlots(world: World): Promise<string[]> {
  const { total } = await world.system.portal.client().listTasks({
    scope: 'mine',
    status: [...activeTaskStatuses],
    limit: 1,
  });
  const names = Array.from(
    { length: LIMIT_PER_USER - total },
    (_, at) => `fill-${at + 1}`,
  );
  for (const name of names) await world.create(name, 'sleep 600');
  return names;
}

async function cancelAll(world: World, names: string[]): Promise<void> {
  const client = world.system.portal.client();
  for (const name of names) {
    await client.cancelTask({ project: PROJECT, name });
    await world.end(name);
  }
}

async function cancelByPage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cancel task' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Cancel task' }).click();
  await page.getByRole('button', { name: 'Retry' }).waitFor();
}

async function untilPublishing(world: World, name: string): Promise<void> {
  await waitUntil(`${name} is publishing`, async () => {
    const { phase } = await world.system.portal
      .client()
      .getTask({ project: PROJECT, name });
    return phase === 'publish';
  });
}
