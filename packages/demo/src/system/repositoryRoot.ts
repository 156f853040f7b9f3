import { dirname, resolve } from 'node:path';

/** The root of this checkout. */
export const repositoryRoot = resolve(
  dirname(require.resolve('@background-tasks/demo/package.json')),
  '../..',
);
