import {
  conventionalRules,
  conventionalSubject,
  prefixedSubject,
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
  return commits
    ? subjectBy(work, commits)
    : prefixedSubject(await materialOf(work));
}

/** The title has the form of the repository's commits, or names the task where they have none. */
export async function titleOf(work: Publishing): Promise<string> {
  return (await titleByForm(work)) ?? pullRequestTitle(work.request.task);
}

async function titleByForm(work: Publishing): Promise<string | undefined> {
  const { commits, checksTitles } = await work.conventions();
  const { pullRequestTitle: setting } = work.settings;
  if (setting === 'task') return undefined;
  return setting === 'conventional' || checksTitles
    ? subjectBy(work, commits ?? conventionalRules)
    : commitSubject(work);
}

async function subjectBy(
  work: Publishing,
  rules: CommitRules,
): Promise<string | undefined> {
  return conventionalSubject({ rules, ...(await materialOf(work)) });
}

/** What a subject is made of. */
async function materialOf({ conventions, request }: Publishing) {
  return {
    history: (await conventions()).history,
    instructions: request.task.instructions,
    paths: request.bundle.entries.map(({ path }) => path),
  };
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
