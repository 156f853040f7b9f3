import { runGuide } from '../guide/runGuide';
import type { DemoSystem } from '../system/startSystem';
import { startTestSystem } from './support/startTestSystem';

const TIMEOUT_MS = 1_200_000;

jest.setTimeout(TIMEOUT_MS + 60_000);

describe('the quickstart', () => {
  let system: DemoSystem | undefined;

  afterAll(async () => {
    await system?.stop();
  });

  it('holds, from its first block to its last', async () => {
    system = await startTestSystem();

    const guide = runGuide('docs/quickstart.md', {
      system,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });

    await expect(guide).resolves.toBeUndefined();
  });
});
