import { PublishError } from '@background-tasks/plugin-background-tasks-node';
import {
  noConventions,
  readConventions,
  type Conventions,
} from '../conventions';
import { warn, type Publishing } from './Publishing';

/**
 * Reads the repository's conventions once, when they are first needed. A change is not worth less for them, so where
 * they cannot be read it is published without.
 */
export function conventionsOf(
  work: Omit<Publishing, 'conventions'>,
): () => Promise<Conventions> {
  let read: Promise<Conventions> | undefined;
  return () => {
    read ??= tryToRead(work);
    return read;
  };
}

async function tryToRead(
  work: Omit<Publishing, 'conventions'>,
): Promise<Conventions> {
  const { baseCommit, baseTree } = work.request.bundle;
  try {
    return await readConventions(work.contents, {
      commit: baseCommit,
      tree: baseTree,
    });
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    warn(
      work,
      `The repository's conventions could not be read, so none were followed: ${error.message}`,
    );
    return noConventions;
  }
}
