import {
  conventionalRules,
  conventionalSubject,
  type CommitRules,
} from '../conventions';
import type { Person } from '../commitMessage';
import { pullRequestTitle } from '../pullRequestText';
import type { Publishing } from './Publishing';

/** The first line of the commit where the repository has a form for it. */
export async function commitSubject(
  work: Publishing,
): Promise<string | undefined> {
  const { commits } = await work.conventions();
  return commits && subjectBy(work, commits);
}

/**
 * The title names the task, unless the repository checks titles for the form of commits: most that keep to that form in
 * commits do not, and there the task's name says more.
 */
export async function titleOf(work: Publishing): Promise<string> {
  const { commits, checksTitles } = await work.conventions();
  const { pullRequestTitle: setting } = work.settings;
  const isConventional =
    setting === 'conventional' || (setting === 'auto' && checksTitles);
  const subject = isConventional
    ? await subjectBy(work, commits ?? conventionalRules)
    : undefined;
  return subject ?? pullRequestTitle(work.request.task);
}

async function subjectBy(
  work: Publishing,
  rules: CommitRules,
): Promise<string | undefined> {
  const { history } = await work.conventions();
  return conventionalSubject({
    rules,
    history,
    instructions: work.request.task.instructions,
    paths: work.request.bundle.entries.map(({ path }) => path),
  });
}

/** The creator, by the address at GitHub that belongs to their login, or by that of the catalog where it may be shown. */
export async function coAuthorOf(
  work: Publishing,
): Promise<Person | undefined> {
  const { author } = work.request.task;
  const { creatorEmail } = work.settings;
  if (!author || creatorEmail === 'none') return undefined;
  if (creatorEmail === 'catalog' && author.email) {
    return { name: author.name, email: author.email };
  }
  const user = author.login && (await work.contents.user(author.login));
  if (!user) return undefined;
  const { hostname } = new URL(work.request.repository.url);
  return {
    name: author.name,
    email: `${user.id}+${user.login}@users.noreply.${hostname}`,
  };
}

/** Whether the commit must carry a sign-off. */
export async function isSignedOff(work: Publishing): Promise<boolean> {
  const { signOff } = work.settings;
  return signOff === 'auto'
    ? (await work.conventions()).signsOff
    : signOff === 'always';
}
