import type { RepositoryOutline } from '@background-tasks/plugin-background-tasks-node';
import type { GithubContents } from './GithubContents';
import type { GithubRepository } from './GithubRepository';

const MANIFEST_MAX_BYTES = 256 * 1024;

/** What a look at the files of the default branch tells, by a few calls and without a clone. */
export async function readOutline(options: {
  repository: GithubRepository;
  contents: GithubContents;
}): Promise<RepositoryOutline | undefined> {
  const { repository, contents } = options;
  const description = await repository.describe();
  if (!description) return undefined;
  const root = await contents.tree(description.defaultBranch);
  const manifest = root.get('package.json');
  const [packageJson, workflows] = await Promise.all([
    manifest?.type === 'blob'
      ? contents.text(manifest.sha, MANIFEST_MAX_BYTES)
      : undefined,
    filesOf(contents, root.get('.github')?.sha, 'workflows'),
  ]);
  return {
    defaultBranch: description.defaultBranch,
    files: [...root].flatMap(([name, { type }]) =>
      type === 'blob' ? [name] : [],
    ),
    workflows: workflows.filter(name => /\.ya?ml$/.test(name)),
    packageJson,
  };
}

async function filesOf(
  contents: GithubContents,
  parent: string | undefined,
  name: string,
): Promise<string[]> {
  const folder = parent && (await contents.tree(parent)).get(name);
  return folder ? [...(await contents.tree(folder.sha)).keys()] : [];
}
