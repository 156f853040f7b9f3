import type { JsonObject } from '@backstage/types';
import { join } from 'node:path';
import { createRunFolder } from '../../system/createRunFolder';
import { repositoryRoot } from '../../system/repositoryRoot';
import { startSystem } from '../../system/startSystem';
import type { DemoSystem, StartSystemOptions } from '../../system/startSystem';

/** A small repository without dependencies, whose checks take no time. */
export const QUICK = 'quick-service';
/** A component whose repository does not exist. */
export const LOST = 'lost-service';

/** A whole system for one test file, with sign-in for several users. */
export async function startTestSystem(
  config: JsonObject = {},
  options: Pick<
    StartSystemOptions,
    'environment' | 'repositories' | 'moreEntities'
  > = {},
): Promise<DemoSystem> {
  const directory = await createRunFolder(
    join(repositoryRoot, '.test-output/systems'),
  );
  return startSystem({
    directory,
    backendEntry: join(repositoryRoot, 'packages/demo/src/testing/backend.ts'),
    ...options,
    repositories: {
      ...options.repositories,
      [QUICK]: join(
        repositoryRoot,
        'packages/demo/src/systemTests/support/quick-service',
      ),
    },
    lostRepositories: [LOST],
    config: { auth: { providers: { 'test-user': {} } }, ...config },
  });
}
