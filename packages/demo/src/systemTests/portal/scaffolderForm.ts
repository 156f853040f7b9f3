import { PROJECT } from './World';
import type { World } from './World';

const TASK_TIMEOUT_MS = 180_000;

/** Fills the form of a template of the scaffolder, and follows it to the pull request. */
export async function runByForm(world: World): Promise<void> {
  const client = world.system.portal.client();
  await client.createTemplate(PROJECT, {
    name: 'praise',
    displayName: 'Praise the text',
    instructionsTemplate: 'Praise the text.',
    parameters: [],
    provider: 'script',
    runTemplate: 'echo "A good text." >> text.txt',
  });
  await world.visit('scaffolder', async page => {
    await world.go(page, '/create/templates/default/run-task-template');
    await page.getByRole('button', { name: /^Task template/ }).click();
    await page.getByRole('option', { name: /^Praise the text/ }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('textbox', { name: /^Components/ }).fill('quick');
    await page.getByRole('option', { name: /quick-service/ }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByText('component:default/quick-service').waitFor();
    await page.getByRole('button', { name: 'Create' }).click();

    await page
      .getByText(/Pull request: /)
      .first()
      .waitFor({ timeout: TASK_TIMEOUT_MS });
    await page.locator('a[href$="/background-tasks?scope=mine"]').click();
    await page
      .getByRole('row', { name: /praise-the-text.*Scaffolder.*Pull request/ })
      .waitFor();
  });
}
