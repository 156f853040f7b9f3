import { PublishError } from '@background-tasks/plugin-background-tasks-node';
import type { RepositoryDescription } from './answers';
import type { Publishing } from './Publishing';

/** @throws PublishError where nothing can be published, whoever asks */
export async function describeOpen({
  repository,
  request,
}: Publishing): Promise<RepositoryDescription> {
  const description = await repository.describe();
  const problem = description
    ? problemOf(description)
    : "no longer exists, or what 'integrations.github' configures cannot see it";
  if (!description || problem) {
    throw new PublishError(
      'accessDenied',
      `The repository '${request.repository.url}' ${problem}`,
    );
  }
  return description;
}

function problemOf(description: RepositoryDescription): string | undefined {
  if (description.archived) {
    return 'is archived. Unarchive it, then retry the task';
  }
  if (description.disabled) {
    return 'was disabled by GitHub: its owner has to ask GitHub';
  }
  return description.pullRequests
    ? undefined
    : 'takes no pull requests. Allow them in its settings, then retry the task';
}
