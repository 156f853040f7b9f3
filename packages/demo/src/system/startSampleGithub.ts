import { startDevGithub } from '@background-tasks/dev-github';
import type { DevGithub } from '@background-tasks/dev-github';
import { randomBytes } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { repositoryRoot } from './repositoryRoot';

/** The account that the repositories belong to. */
export const OWNER = 'example';
/** The name of the sample repository. */
export const SAMPLE = 'sample-service';

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
 * @param options - `directory` is for its data; `port` 0 is any that is free; `repositories` are seeded as well:
 *   folders by their names
 */
export async function startSampleGithub(options: {
  directory: string;
  port?: number;
  repositories?: Record<string, string>;
}): Promise<SampleGithub> {
  const { directory, port = 0 } = options;
  const data = join(directory, 'data');
  // Tasks run on the same machine: they get a repository by cloning alone.
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await mkdir(data, { recursive: true });
  const github = await startDevGithub({ directory: data, port });
  try {
    const token = `dev_${randomBytes(16).toString('hex')}`;
    github.addToken({ token, login: 'background-tasks-bot', scope: 'write' });
    const folders = {
      [SAMPLE]: join(repositoryRoot, 'examples/sample-repository'),
      ...options.repositories,
    };
    for (const [name, folder] of Object.entries(folders)) {
      const seed = join(directory, 'seeds', name);
      await cp(folder, seed, {
        recursive: true,
        filter: source => basename(source) !== 'node_modules',
      });
      await createOnce(github, name, seed);
    }
    return {
      github,
      repositoryUrl: `${github.url}/${OWNER}/${SAMPLE}`,
      repository: `${OWNER}/${SAMPLE}`,
      token,
    };
  } catch (error) {
    await github.close();
    throw error;
  }
}

async function createOnce(
  github: DevGithub,
  name: string,
  seed: string,
): Promise<void> {
  try {
    await github.createRepository({
      owner: OWNER,
      name,
      // The sample is public: whoever runs the demo opens its pull request in a browser, and clones it.
      private: name !== SAMPLE,
      defaultBranch: 'main',
      fromDirectory: seed,
    });
  } catch (error) {
    if (!(error instanceof Error && /exists/i.test(error.message))) throw error;
  }
}
