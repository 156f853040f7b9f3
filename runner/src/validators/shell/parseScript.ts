import { expandWord } from './expandWord';
import { literalOf, tokenize, type Token } from './tokenize';
import type { Word } from './Word';

/** One command of a script, as far as it can be known without running it. */
export type ScriptCommand = {
  words: Word[];
  /** Variables that are set for it alone. */
  env: ReadonlyMap<string, string>;
  /** Whether it always runs, only sometimes (`if`, `case`, after `||`), or many times (`for`, `while`). */
  runs: 'always' | 'sometimes' | 'often';
  /** Whether its failure fails the script: not before `|| true`, nor behind `!`. */
  counts: boolean;
  /** Whether it reads what a command before it prints. */
  piped: boolean;
  /** Where it is in a subshell: a `cd` there ends with it. */
  subshell: number;
};

const OPENERS = new Set(['if', 'case', 'for', 'while', 'until', 'select']);
const CLOSERS = new Set(['fi', 'esac', 'done']);
const LOOPS = new Set(['for', 'while', 'until', 'select']);
/** What follows on their line is data. */
const LISTS = new Set(['for', 'select', 'case']);
const FILLERS = new Set(['then', 'else', 'elif', 'do', '{', '}', '!', 'time']);
/** After `||`: the failure before it is let pass. */
const EXCUSES = new Set(['true', ':', 'echo', 'printf', 'warn']);
const ASSIGNMENT = /^([A-Za-z_]\w*)(\+?)=/;
const DECLARERS = new Set(['export', 'declare', 'readonly', 'local']);
const MAX_COMMANDS = 2_000;
const MAX_ELEMENTS = 200;

/**
 * The commands of a shell script, in order, with the variables that it sets filled in. Nothing is run, and no
 * script makes it fail.
 *
 * @param variables - what is known before it begins; not changed
 */
export function parseScript(
  script: string,
  variables: ReadonlyMap<string, string> = new Map(),
): ScriptCommand[] {
  const known: Known = { variables: new Map(variables), arrays: new Map() };
  const commands: ScriptCommand[] = [];
  const blocks: string[] = [];
  let functions = 0;
  let subshells = 0;
  let subshell = 0;
  let before = '\n';
  for (const { tokens, after } of statements(tokenize(script))) {
    if (commands.length >= MAX_COMMANDS) break;
    const start = before;
    before = after;
    let at = 0;
    let negated = false;
    let header = false;
    for (;;) {
      const first = tokens.at(at);
      const word = first && literalOf(first.parts);
      if (word === undefined) break;
      if (OPENERS.has(word)) {
        blocks.push(word);
        header = true;
        at = LISTS.has(word) ? tokens.length : at + 1;
      } else if (CLOSERS.has(word)) {
        blocks.pop();
        at += 1;
      } else if (FILLERS.has(word)) {
        if (word === '!') negated = true;
        if (word === 'elif') header = true;
        if (word === '}' && functions > 0) functions -= 1;
        if (word === '{' && /^\)$/.test(start)) functions += 1;
        at += 1;
      } else break;
    }
    if (after === '(') subshells += 1;
    if (start === '(') subshell = subshells;
    if (start === ')') subshell = 0;
    const rest = tokens.slice(at);
    // The name of a function that is declared.
    if (after === '(' && rest.length === 1) continue;
    if (rest.length === 0) continue;
    if (blocks.includes('case') && after === ')') continue;
    const loop = blocks.some(block => LOOPS.has(block));
    const sometimes =
      blocks.length > 0 || functions > 0 || start === '||' || header;
    const command = readCommand(rest, known, loop || sometimes);
    if (!command) continue;
    if (start === '||' && at === 0) excuse(commands, command.words);
    commands.push({
      ...command,
      runs: runsOf(loop, sometimes),
      counts: !negated && !header,
      piped: start === '|' || start === '|&',
      subshell,
    });
  }
  return commands;
}

function runsOf(loop: boolean, sometimes: boolean): ScriptCommand['runs'] {
  if (loop) return 'often';
  return sometimes ? 'sometimes' : 'always';
}

type WordToken = Extract<Token, { type: 'word' }>;

function* statements(
  tokens: readonly Token[],
): Generator<{ tokens: WordToken[]; after: string }> {
  let current: WordToken[] = [];
  for (const token of tokens) {
    if (token.type === 'word') {
      current.push(token);
      continue;
    }
    yield { tokens: current, after: token.text };
    current = [];
  }
  if (current.length > 0) yield { tokens: current, after: '\n' };
}

/** What is known at some place of a script. */
type Known = {
  variables: Map<string, string>;
  arrays: Map<string, readonly Word[]>;
};

function readCommand(
  tokens: readonly WordToken[],
  known: Known,
  uncertain: boolean,
): { words: Word[]; env: Map<string, string> } | undefined {
  const { variables, arrays } = known;
  const all = tokens.flatMap(token =>
    token.elements ? [] : expandWord(token.parts, variables, arrays),
  );
  for (const token of tokens) setArray(token, known, uncertain);
  let first = 0;
  while (first < all.length && ASSIGNMENT.test(all[first].text)) first += 1;
  const env = assignmentsOf(all.slice(0, first), variables);
  const words = all.slice(first);
  const declares = DECLARERS.has(words[0]?.text ?? '');
  if (words.length > 0 && !declares) return { words, env };
  const set = declares ? assignmentsOf(words.slice(1), variables) : env;
  for (const [name, value] of set) {
    // What only sometimes holds does not replace what always does.
    if (uncertain && variables.has(name)) continue;
    variables.set(name, value);
    arrays.delete(name);
  }
  return undefined;
}

function setArray(
  { parts, elements }: WordToken,
  { variables, arrays }: Known,
  uncertain: boolean,
): void {
  const [, name, appends] = ASSIGNMENT.exec(literalOf(parts) ?? '') ?? [];
  if (!elements || name === undefined) return;
  if (uncertain && (appends || arrays.has(name))) return;
  const words = elements.flatMap(one => expandWord(one, variables, arrays));
  const before = appends ? arrays.get(name) ?? [] : [];
  arrays.set(name, [...before, ...words].slice(0, MAX_ELEMENTS));
  variables.delete(name);
}

/** The values that are known; one that is added to what is not known is none of them. */
function assignmentsOf(
  words: readonly Word[],
  variables: ReadonlyMap<string, string>,
): Map<string, string> {
  const set = new Map<string, string>();
  for (const { text, unknown } of words) {
    const [whole = '', name, appends] = ASSIGNMENT.exec(text) ?? [];
    const before = appends ? variables.get(name) : '';
    if (!whole || unknown.length > 0 || before === undefined) continue;
    set.set(name, before + text.slice(whole.length));
  }
  return set;
}

/** `check || true`: a failure of the check is let pass. */
function excuse(commands: ScriptCommand[], words: readonly Word[]): void {
  const last = commands.at(-1);
  if (last && EXCUSES.has(words[0]?.text ?? '')) last.counts = false;
}
