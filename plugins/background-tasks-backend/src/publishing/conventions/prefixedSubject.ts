import { cut, firstLine } from '../plainText';
import { mostOf } from './conventionalSubject';
import { subjectsOf, type PastCommit } from './history';
import { isAbout } from './isAbout';

// What fits into lists of commits.
const MAX_CHARACTERS = 72;
const PREFIX = /^\[([\p{L}\d][\p{L}\d ./_-]{0,39})\] \S/u;
/** What numbers a ticket or a version is another one each time: it cannot be taken from the history. */
const NUMBERED = /\d{2}|\d$/;

/**
 * The first line of a commit where most begin with a component in brackets: `[api] what was asked`. The component is one
 * that the history names, and that the changed files are in, or the only one that there is.
 *
 * @returns undefined where the history has no such habit, or names no component that fits
 */
export function prefixedSubject(options: {
  instructions: string;
  paths: string[];
  history: PastCommit[];
}): string | undefined {
  const subjects = subjectsOf(options.history);
  const line = firstLine(options.instructions);
  if (!line || !mostOf(subjects, subject => PREFIX.test(subject))) {
    return undefined;
  }
  if (PREFIX.test(line)) return cut(line, MAX_CHARACTERS);
  const names = subjects.flatMap(subject => PREFIX.exec(subject)?.[1] ?? []);
  const usual = [...new Set(names)].filter(name => !NUMBERED.test(name));
  const fitting = usual.filter(name => isAbout(name, options.paths));
  const countOf = (name: string) => names.filter(one => one === name).length;
  const [name] =
    fitting.length > 0
      ? fitting.sort((a, b) => countOf(b) - countOf(a))
      : usual.filter(one =>
          mostOf(subjects, subject => subject.startsWith(`[${one}] `)),
        );
  return name && cut(`[${name}] ${line}`, MAX_CHARACTERS);
}
