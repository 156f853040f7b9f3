import { QUICK } from '../../support/startTestSystem';
import type { World } from '../World';
import { PROJECT } from '../World';
import { ASSISTED, BROKEN, GOING, READY, TEMPLATE } from './names';

/** Makes what the pages need to have something to show. */
export async function prepareStates(world: World): Promise<void> {
  const client = world.system.portal.client();
  await client.createTemplate(PROJECT, {
    name: TEMPLATE,
    displayName: 'Say a word',
    description: 'Adds a word to the text.',
    instructionsTemplate: 'Add {{word}} to the text.',
    runTemplate: 'echo "$PARAM_word" >> text.txt',
    provider: 'script',
    parameters: [
      {
        name: 'word',
        type: 'string',
        description: 'What to say',
        required: true,
      },
    ],
  });
  await world.create(READY, 'echo "More text, hello." >> text.txt', {
    repository: undefined,
    entityRef: `component:default/${QUICK}`,
  });
  await world.create(BROKEN, `printf 'a\\ttab in the text' > text.txt`);
  // An agent that says nothing for ten minutes is stopped.
  await world.create(
    GOING,
    'echo "Reading"; echo "Writing"; while sleep 300; do echo "Waiting"; done',
  );
  await world.create(ASSISTED, undefined, {
    provider: 'claude-code',
    model: 'scripted',
    validation: { repairRounds: 1 },
  });
  expect(await world.end(READY)).toBe('Completed');
  expect(await world.end(BROKEN)).toBe('Failed');
  expect(await world.end(ASSISTED)).toBe('Completed');
  await world.untilLogged(GOING, 'Writing');
  await world.untilFound(READY);
}
