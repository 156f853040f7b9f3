import {
  PublishError,
  type PublishRequest,
} from '@background-tasks/plugin-background-tasks-node';
import { ownersOf } from '../conventions';
import type { PullRequest } from './answers';
import { advance, warn, type Publishing } from './Publishing';

const LABEL = 'background-task';
// GitHub asks for no more.
const REVIEWERS_MAX = 15;

/** Whether the pull request has all labels that it is to have. */
export function isLabelled(
  request: PublishRequest,
  pull: PullRequest,
): boolean {
  return without(labelsOf(request), pull.labels).length === 0;
}

/** Sets the labels. The pull request is there already, so those that cannot be set do not make the task fail. */
export async function label(
  work: Publishing,
  pull: PullRequest,
): Promise<void> {
  if (work.state.labelled) {
    return;
  }
  await giveAll({
    work,
    what: 'label',
    items: without(labelsOf(work.request), pull.labels),
    give: labels => work.repository.addLabels(pull.number, labels),
  });
  await advance(work, { labelled: true });
}

/**
 * Asks for the reviews that were wished for, and those of code owners; those that cannot be asked for do not make the
 * task fail. GitHub asks code owners by itself where its plan has them: whom it has asked is not asked again, and to ask
 * twice at once does nothing.
 */
export async function requestReviews(
  work: Publishing,
  pull: PullRequest,
): Promise<void> {
  if (work.state.reviewsRequested) {
    return;
  }
  const wished = await reviewersOf(work, pull);
  if (wished.length === 0) {
    return;
  }
  await giveAll({
    work,
    what: 'reviewer',
    items: without(wished, pull.reviewers),
    give: reviewers => work.repository.requestReviews(pull.number, reviewers),
  });
  await advance(work, { reviewsRequested: true });
}

/** A draft asks nobody but those who were named: GitHub asks code owners once it is ready. */
async function reviewersOf(
  work: Publishing,
  pull: PullRequest,
): Promise<string[]> {
  const named = work.request.output?.reviewers ?? [];
  if (work.settings.reviewers === 'none' || pull.draft) return named;
  const { owners } = await work.conventions();
  const paths = work.request.bundle.entries.map(({ path }) => path);
  const organization = work.repository.address.owner.toLowerCase();
  const candidates = ownersOf(owners, paths).filter(owner => {
    const [account, team] = owner.toLowerCase().split('/');
    return team === undefined
      ? account !== pull.author?.toLowerCase()
      : account === organization;
  });
  return without([...named, ...candidates], []).slice(0, REVIEWERS_MAX);
}

function labelsOf(request: PublishRequest): string[] {
  return without([LABEL, ...(request.output?.labels ?? [])], []);
}

type Giving = {
  work: Publishing;
  what: string;
  items: string[];
  /** Resolves to the words of a refusal, or undefined. */
  give: (items: string[]) => Promise<string | undefined>;
};

/** GitHub refuses all for the sake of one, so after a refusal each is tried by itself. */
async function giveAll({ work, what, items, give }: Giving): Promise<void> {
  if (items.length === 0) {
    return;
  }
  try {
    const refusal = await give(items);
    if (refusal === undefined) {
      return;
    }
    for (const item of items) {
      const reason = items.length === 1 ? refusal : await give([item]);
      if (reason !== undefined) {
        warn(work, `GitHub refused the ${what} '${item}': ${reason}`);
      }
    }
  } catch (error) {
    if (!(error instanceof PublishError)) {
      throw error;
    }
    warn(work, error.message);
  }
}

/** Each of the names once but for the others, as GitHub compares them. */
function without(names: string[], others: string[]): string[] {
  const seen = new Set(others.map(name => name.toLowerCase()));
  return names.filter(name => {
    const key = name.toLowerCase();
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
