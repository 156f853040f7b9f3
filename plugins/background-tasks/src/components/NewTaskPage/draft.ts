import type { NewTask } from './newTask';

const KEY = 'background-tasks/new-task';

/** What looks like a token or a private key is not kept on the disk of a browser. */
const SECRET =
  /gh[pousr]_\w{20}|github_pat_\w{20}|\bsk-[\w-]{16}|\bAKIA[0-9A-Z]{12}|\bxox[abprs]-\w|\bglpat-[\w-]{16}|\beyJ[\w-]{16,}\.[\w-]{8}|-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^\s/@:]+:[^\s/@]+@/;

type Draft = { query: string; values: NewTask };

/**
 * What somebody had written, if it was under the same link; what is missing in it is as the link says.
 *
 * @param user - entity ref: a browser may have several users
 */
export function readDraft(
  user: string,
  query: string,
  initial: NewTask,
): NewTask | undefined {
  try {
    const draft: Partial<Draft> = JSON.parse(
      localStorage.getItem(keyOf(user)) ?? '{}',
    );
    if (draft.query !== query || !draft.values) return undefined;
    return withTypesOf(initial, draft.values);
  } catch {
    // A browser may refuse its storage, and somebody may have written other things there.
    return undefined;
  }
}

/** Keeps what is written for the next visit, but for what looks like a secret. */
export function keepDraft(user: string, query: string, values: NewTask): void {
  const kept = Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => !SECRET.test(JSON.stringify(value)),
    ),
  );
  try {
    localStorage.setItem(keyOf(user), JSON.stringify({ query, values: kept }));
  } catch {
    // Then there is no draft.
  }
}

/** Forgets what was written. */
export function forgetDraft(user: string): void {
  try {
    localStorage.removeItem(keyOf(user));
  } catch {
    // Then there is none.
  }
}

function keyOf(user: string): string {
  return `${KEY}/${user}`;
}

function withTypesOf(initial: NewTask, kept: Partial<NewTask>): NewTask {
  const known = Object.entries(kept).filter(
    ([key, value]) =>
      Object.hasOwn(initial, key) &&
      typeof value ===
        typeof Object.entries(initial).find(([k]) => k === key)?.[1] &&
      value !== null,
  );
  return { ...initial, ...Object.fromEntries(known) };
}
