import { startDevGithub } from '@background-tasks/dev-github';
import type { DevGithub } from '@background-tasks/dev-github';
import { randomBytes } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { repositoryRoot } from './repositoryRoot';

const OWNER = 'example';
const NAME = 'sample-service';

/** The local GitHub with the sample repository on it. */
export type SampleGithub = {
  github: DevGithub;
  repositoryUrl: string;
  /** `owner/name` of the repository. */
  repository: string;
  /** May read and write: the portal's. */
  token: string;
};

/**
 * Starts a local GitHub and seeds it with the sample repository, unless it has it from before.
 *
 * @param directory - its data
 * @param port - 0 for any that is free
 */
export async function startSampleGithub(
  directory: string,
  port = 0,
): Promise<SampleGithub> {
  const seed = join(directory, 'seed');
  const data = join(directory, 'data');
  await mkdir(data, { recursive: true });
  await cp(join(repositoryRoot, 'examples/sample-repository'), seed, {
    recursive: true,
    filter: source => basename(source) !== 'node_modules',
  });
  const github = await startDevGithub({ directory: data, port });
  try {
    const token = `dev_${randomBytes(16).toString('hex')}`;
    github.addToken({ token, login: 'background-tasks-bot', scope: 'write' });
    await createOnce(github, seed);
    return {
      github,
      repositoryUrl: `${github.url}/${OWNER}/${NAME}`,
      repository: `${OWNER}/${NAME}`,
      token,
    };
  } catch (error) {
    await github.close();
    throw error;
  }
}

async function createOnce(github: DevGithub, seed: string): Promise<void> {
  try {
    await github.createRepository({
      owner: OWNER,
      name: NAME,
      private: true,
      defaultBranch: 'main',
      fromDirectory: seed,
      description: 'Reads orders from an HTTP service and sums them up',
    });
  } catch (error) {
    if (!(error instanceof Error && /exists/i.test(error.message))) throw error;
  }
}
