import type { TreeFiles } from '../../git';
import type { Call, Expansion, ExpandedScript } from '../Ecosystem';
import { quoteWords } from '../shell';
import { join, kindOfName, optionValues } from '../trace';

type Session = {
  name: string;
  text: string;
  commands: readonly string[];
  /** Whether it runs where none is named. */
  usual: boolean;
};

const SESSION =
  /^@(?:nox\.)?session\b(?:\(([^]*?)\))?[^\n]*\n(?:@[^\n]*\n)*(?:async )?def (\w+)\([^]*?\)[^\n]*:\n((?:[ \t]+[^\n]*\n|\s*\n)*)/gm;
const MAX_SESSIONS = 60;

/** What a call of nox runs, as far as the sessions of noxfile.py say it in plain words. */
export async function expandNox(
  { words, directory }: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const path = join(directory, 'noxfile.py');
  const text = await files.read(path);
  const named = optionValues(words, ['-s', '--session', '--sessions', '-e']);
  if (text === undefined) return undefined;
  const sessions = readSessions(text);
  const chosen = sessions.filter(({ name, usual }) =>
    named.length > 0 ? named.some(one => isCalled(one, name)) : usual,
  );
  const scripts = chosen.map(
    ({ name, text: body, commands }): ExpandedScript => ({
      name: `session ${name} of ${path}`,
      text: body,
      script: commands.join('\n'),
      directory,
    }),
  );
  return { scripts, kind: kindOfName(named.join(' ')) };
}

/** `tests`, `tests-3.12`, `tests(django='5')` */
function isCalled(asked: string, name: string): boolean {
  const bare = asked.replace(/\(.*$/, '').replace(/-\d[\d.]*t?$/, '');
  return bare.replaceAll('_', '-') === name.replaceAll('_', '-');
}

function readSessions(text: string): Session[] {
  const listed = /nox\.options\.sessions\s*=\s*[[(]([^\])]*)/.exec(text)?.[1];
  const defaults = listed && literals(listed);
  const sessions: Session[] = [];
  for (const [whole, given = '', own, body] of text.matchAll(SESSION)) {
    if (sessions.length >= MAX_SESSIONS) break;
    const name = /\bname\s*=\s*["']([^"']+)["']/.exec(given)?.[1] ?? own;
    sessions.push({
      name,
      text: whole,
      commands: commandsOf(body),
      usual: defaults
        ? defaults.includes(name)
        : !/\bdefault\s*=\s*False/.test(given),
    });
  }
  return sessions;
}

/** The calls of `session.run` that are written out. */
function commandsOf(body: string): string[] {
  return [
    ...body.matchAll(
      /\bsession\.run(?:_always)?\(\s*((?:[^()]|\([^()]*\))*)\)/g,
    ),
  ].flatMap(([, inside]) => {
    const words = leadingLiterals(inside);
    return words.length > 0
      ? [
          quoteWords(
            words.map(word => ({ text: word, quoted: true, unknown: [] })),
          ),
        ]
      : [];
  });
}

/** The texts of the positional arguments; what is computed is left out. */
function leadingLiterals(inside: string): string[] {
  return inside
    .split(/,(?=(?:[^"']|"[^"]*"|'[^']*')*$)/)
    .map(part => part.trim())
    .filter(part => !/^\w+\s*=/.test(part))
    .flatMap((part, index) => {
      const [, , literal] = /^f?(["'])([^{}]*)\1$/.exec(part) ?? [];
      if (literal !== undefined) return [literal];
      return index === 0 && /^["']/.test(part) ? literals(part) : [];
    });
}

function literals(text: string): string[] {
  return [...text.matchAll(/["']([^"']*)["']/g)].map(([, one]) => one);
}
