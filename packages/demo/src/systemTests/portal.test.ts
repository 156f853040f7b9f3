import { findProblems } from './portal/accessibility';
import {
  createAndCancelByKeyboard,
  keepTemplatesByKeyboard,
  workOnTasksByKeyboard,
} from './portal/keyboard';
import {
  filterAndCancelSeveral,
  keepTemplates,
  readOverviews,
  retryByPage,
  workFromComponent,
} from './portal/pages';
import { cancelTooLate, createOverLimit, loadAgain } from './portal/refusals';
import { runByForm } from './portal/scaffolderForm';
import { prepareStates } from './portal/states';
import { beMaintainer, beOperator, searchAsSeveral } from './portal/users';
import { watchInTabs, watchOverCuts } from './portal/watching';
import { World } from './portal/World';

// Chromium may have to be installed first.
jest.setTimeout(900_000);

let world: World;

beforeAll(async () => {
  world = await World.start();
  await prepareStates(world);
});
afterAll(async () => {
  await world?.stop();
});

describe('the pages of the portal', () => {
  it.each(['light', 'dark'] as const)(
    'have nothing that axe-core finds, in %s colours',
    async colors => {
      expect(await findProblems(world, colors)).toEqual([]);
    },
  );

  it.each([
    ['a task is created and cancelled by keyboard', createAndCancelByKeyboard],
    [
      'tasks are found, read, retried and cancelled by keyboard',
      workOnTasksByKeyboard,
    ],
    ['templates are kept and used by keyboard', keepTemplatesByKeyboard],
    ['tasks are found and cancelled in the list', filterAndCancelSeveral],
    ['a failed task shows its cause and is retried', retryByPage],
    ['a template is made, used, changed and deleted', keepTemplates],
    ['a component leads to its tasks and to a new one', workFromComponent],
    ['a form of the scaffolder leads to a pull request', runByForm],
    ['insights, settings and notifications tell', readOverviews],
    ['a limit refuses a task, and the form stays', createOverLimit],
    ['what comes too late to be cancelled says why', cancelTooLate],
    ['what could not be loaded is loaded again', loadAgain],
    ['another member of the project sees its tasks', beMaintainer],
    ['who is no member sees nothing of it', beOperator],
    ['a search finds the tasks of the own project', searchAsSeveral],
    ['ten tabs have one stream', watchInTabs],
    [
      'nothing is lost where a proxy cuts and a backend restarts',
      watchOverCuts,
    ],
  ])('%s', async (_title, work) => {
    await expect(work(world)).resolves.toBeUndefined();
  });
});
