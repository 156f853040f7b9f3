import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** The root of this checkout. */
export const repositoryRoot = resolvePackagePath(
  '@background-tasks/demo',
  '../..',
);
