import type { PublishError } from '@background-tasks/plugin-background-tasks-node';
import type { GithubFailure } from './githubErrors';
import type { RepositoryAddress } from './repositoryUrl';

/** What a refusal of GitHub comes to: the outcome of the task, and what can be done about it. */
export type Refusal = {
  outcome: PublishError['outcome'];
  remedy: string;
};

type Rule = {
  /** What GitHub says. */
  words: RegExp;
  outcome: Refusal['outcome'];
  remedy: string;
};

// GitHub tells refusals apart by their words alone; the same status stands for most of them.
const rules: Rule[] = [
  {
    words: /\barchived\b/i,
    outcome: 'accessDenied',
    remedy: 'Unarchive the repository, then retry the task',
  },
  {
    words: /access blocked|has been disabled|\bunavailable due to\b/i,
    outcome: 'accessDenied',
    remedy: 'GitHub has disabled the repository: its owner has to ask GitHub',
  },
  {
    words: /fork(s|ing)? (is|are) (disabled|not allowed)|cannot be forked/i,
    outcome: 'accessDenied',
    remedy:
      "Allow forks in the repository's settings, or create the task with the output type 'origin'",
  },
  {
    words:
      /pull requests? (creation )?(is|are) (disabled|restricted|limited|not allowed)/i,
    outcome: 'accessDenied',
    remedy:
      "Allow pull requests in the repository's settings, or make the user of the configured token one of its collaborators",
  },
  {
    words:
      /rule violations? found|protected branch|creations being restricted|\bruleset\b|push declined/i,
    outcome: 'accessDenied',
    remedy:
      "Exempt branches that begin with 'background-task-' from the repository's rules, or let the configured GitHub App or user bypass these",
  },
  {
    words: /\bbase\b is invalid/i,
    outcome: 'conflict',
    remedy:
      'The branch that the pull request is for is gone: restore it, or create a task for another branch',
  },
  {
    words: /no commits between/i,
    outcome: 'conflict',
    remedy: 'The branch has this change already: nothing is left to do',
  },
];

/** Undefined for what is no refusal, but a failure. */
export function readRefusal(
  failure: GithubFailure,
  address: RepositoryAddress,
): Refusal | undefined {
  const { status, words } = failure;
  if (failure.rateLimited || status === undefined || status >= 500) {
    return undefined;
  }
  const rule = rules.find(candidate => candidate.words.test(words));
  if (rule) return rule;
  if (status === 401 || status === 403 || status === 404 || status === 451) {
    return {
      outcome: 'accessDenied',
      remedy: `Check that the repository still exists, is not archived, and that what 'integrations.github' configures for '${address.host}' may write its contents and pull requests`,
    };
  }
  return undefined;
}
