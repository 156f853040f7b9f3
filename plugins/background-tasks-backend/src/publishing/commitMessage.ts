import type { PublishRequest } from '@background-tasks/plugin-background-tasks-node';
import { cleanText, cut, firstLine, singleLine } from './plainText';

const SUBJECT_MAX_CHARACTERS = 72;
const BODY_MAX_CHARACTERS = 10_000;
const LINE_MAX_CHARACTERS = 72;
const PERSON_MAX_CHARACTERS = 100;

const ID_TRAILER = 'Background-Task-Id';

/** Whom a commit names. */
export type Person = { name: string; email: string };

/**
 * The message of the commit: its subject, which is the first line of the instructions unless the repository has another
 * form, all of them, and the trailers by which the commit is found again. Instructions cannot forge a trailer: only the
 * last paragraph is read for them, and it is ours.
 */
export function buildCommitMessage(
  task: PublishRequest['task'],
  options: { subject?: string; coAuthor?: Person; signOff?: Person } = {},
): string {
  const line = cut(
    firstLine(task.instructions) || `Background task ${task.name}`,
    SUBJECT_MAX_CHARACTERS,
  );
  const subject = options.subject ?? line;
  const body = wrap(
    cut(cleanText(task.instructions).trim(), BODY_MAX_CHARACTERS),
  );
  const trailers = [
    `Background-Task-Project: ${singleLine(task.project)}`,
    `Background-Task-Name: ${task.name}`,
    `${ID_TRAILER}: ${task.uid}`,
    ...personTrailer('Co-authored-by', options.coAuthor),
    ...personTrailer('Signed-off-by', options.signOff),
  ].join('\n');
  const paragraphs =
    body === '' || body === line
      ? [subject, trailers]
      : [subject, body, trailers];
  return paragraphs.join('\n\n');
}

// A name that is not one, or an address, would break the trailer for whoever reads it.
function personTrailer(key: string, person: Person | undefined): string[] {
  const name = cut(
    singleLine(person?.name ?? '').replace(/[<>]/g, ''),
    PERSON_MAX_CHARACTERS,
  ).trim();
  const email = person?.email ?? '';
  return name && /^[^\s<>@]{1,100}@[^\s<>@]{1,100}$/.test(email)
    ? [`${key}: ${name} <${email}>`]
    : [];
}

/** The line that names the task, as it stands in commits and pull requests. */
export function idTrailer(uid: string): string {
  return `${ID_TRAILER}: ${uid}`;
}

/** The uid of the task that made the commit, by its trailers; undefined where it is not a task's commit. */
export function taskIdOf(commitMessage: string): string | undefined {
  const paragraphs = cleanText(commitMessage)
    .trim()
    .split(/\n[ \t]*\n/);
  const last = paragraphs.at(-1);
  if (paragraphs.length < 2 || last === undefined) {
    return undefined;
  }
  const lines = last.split('\n');
  if (!lines.every(line => /^[A-Za-z0-9-]+: \S/.test(line))) {
    return undefined;
  }
  const ids = lines.filter(line => line.startsWith(`${ID_TRAILER}: `));
  if (ids.length !== 1) {
    return undefined;
  }
  return ids[0].slice(ID_TRAILER.length + 2).trim();
}

function wrap(text: string): string {
  return text.split('\n').flatMap(wrapLine).join('\n');
}

function wrapLine(line: string): string[] {
  const lines: string[] = [];
  let rest = line.trimEnd();
  while (rest.length > LINE_MAX_CHARACTERS) {
    const indent = rest.length - rest.trimStart().length;
    const within = rest.lastIndexOf(' ', LINE_MAX_CHARACTERS);
    const end = within > indent ? within : rest.indexOf(' ', indent + 1);
    if (end === -1) {
      break;
    }
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end + 1).trimStart();
  }
  lines.push(rest);
  return lines;
}
