/** A piece of a script: a word with its variables still in it, or an operator. */
export type Token =
  | {
      type: 'word';
      parts: readonly Part[];
      /** Of `name=(a b)` and `name+=(a b)`, whose parts are what stands before the parenthesis. */
      elements?: readonly (readonly Part[])[];
    }
  | { type: 'operator'; text: string };

/** A piece of a word. */
export type Part =
  | { type: 'text'; text: string; quoted: boolean }
  | {
      type: 'variable';
      name: string;
      fallback: string;
      quoted: boolean;
      /** Of an array: one of its elements, or all of them. */
      element?: number | 'all';
    }
  /** The output of a command, or an expression. */
  | { type: 'output'; quoted: boolean };

const OPERATORS = ['&&', '||', ';;', '|&', ';', '|', '&', '(', ')', '\n'];
/** Letters that mean themselves; digits in front of `>` and `<` belong to these. */
const PLAIN = /(?!\d+[<>])[\w./:@%+=,~*?^[\]-]+/y;
const REDIRECTION = /^\d*(?:>>|>&|<&|&>>|&>|>\||<>|>|<)/;
const HEREDOC = /^\d*<<(-?)\s*(["']?)([\w.-]+)\2/;
const VARIABLE = /^\$(?:([A-Za-z_]\w*)|([@*#?$!0-9-]))/;
const BRACED =
  /^\$\{([A-Za-z_]\w*|[@*#?0-9])(?:\[([@*]|\d{1,4})\])?(?::?[-=+?]([^}]*)|[^}]*)?\}/;
/** `${a[@]+"${a[@]}"}`: the elements, also where an old shell would complain that there are none. */
const CAREFUL = /^\$\{([A-Za-z_]\w*)\[@\]:?\+"?\$\{\1\[@\]\}"?\}/;
const ARRAY = /^[A-Za-z_]\w*\+?=$/;

/** Cuts a shell script into words and operators. What it cannot follow it takes as text: it never fails. */
export function tokenize(script: string): Token[] {
  return tokensOf(script, true);
}

/** @param outside - whether an array may begin: there is none within another */
function tokensOf(script: string, outside: boolean): Token[] {
  const text = script.replaceAll('\r\n', '\n').replaceAll('\\\n', ' ');
  const tokens: Token[] = [];
  const heredocs: string[] = [];
  let parts: Part[] | undefined;
  let skipsWord = false;
  let at = 0;

  const endWord = () => {
    if (parts && !skipsWord) tokens.push({ type: 'word', parts });
    if (parts) skipsWord = false;
    parts = undefined;
  };
  const add = (part: Part) => {
    parts ??= [];
    parts.push(part);
  };

  while (at < text.length) {
    PLAIN.lastIndex = at;
    const plain = PLAIN.exec(text)?.[0];
    if (plain !== undefined) {
      add({ type: 'text', text: plain, quoted: false });
      at += plain.length;
      continue;
    }
    const rest = text.slice(at, at + 400);
    const char = text[at];
    const heredoc = HEREDOC.exec(rest);
    const redirection = heredoc ? undefined : REDIRECTION.exec(rest);
    const operator = OPERATORS.find(candidate => rest.startsWith(candidate));
    if (char === ' ' || char === '\t') {
      endWord();
      at += 1;
    } else if (char === '#' && !parts) {
      at = endOf(text, '\n', at);
    } else if (heredoc && !parts) {
      heredocs.push(heredoc[3]);
      at += heredoc[0].length;
    } else if (redirection && (!parts || !/^\d/.test(redirection[0]))) {
      endWord();
      skipsWord = true;
      at += redirection[0].length;
    } else if (char === '(' && outside && parts && beginsArray(parts)) {
      const end = endOfParentheses(text, at);
      const inner = tokensOf(text.slice(at + 1, end - 1), false);
      const elements = inner.flatMap(token =>
        token.type === 'word' ? [token.parts] : [],
      );
      tokens.push({ type: 'word', parts, elements });
      parts = undefined;
      at = end;
    } else if (operator) {
      endWord();
      skipsWord = false;
      tokens.push({ type: 'operator', text: operator });
      at += operator.length;
      if (operator === '\n') at = skipHeredocs(text, at, heredocs);
    } else if (char === "'") {
      const end = endOf(text, "'", at + 1);
      add({ type: 'text', text: text.slice(at + 1, end), quoted: true });
      at = end + 1;
    } else if (char === '"') {
      const end = endOfDouble(text, at + 1);
      const inner = partsOf(text.slice(at + 1, end), true);
      if (inner.length === 0) add({ type: 'text', text: '', quoted: true });
      for (const part of inner) add(part);
      at = end + 1;
    } else if (char === '$' || char === '`') {
      const { part, length } = expansion(text, at, false);
      add(part);
      at += length;
    } else if (char === '\\') {
      add({ type: 'text', text: text[at + 1] ?? '', quoted: true });
      at += 2;
    } else {
      add({ type: 'text', text: char, quoted: false });
      at += 1;
    }
  }
  endWord();
  return tokens;
}

function beginsArray(parts: readonly Part[]): boolean {
  const [first] = parts;
  if (parts.length !== 1 || first.type !== 'text') return false;
  return !first.quoted && ARRAY.test(first.text);
}

/** What a word is before its variables are known; undefined where it has some. */
export function literalOf(parts: readonly Part[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.type !== 'text') return undefined;
    text += part.text;
  }
  return text;
}

function partsOf(text: string, quoted: boolean): Part[] {
  const parts: Part[] = [];
  let plain = '';
  const flush = () => {
    if (plain) parts.push({ type: 'text', text: plain, quoted });
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at];
    if (char === '\\' && '$`"\\'.includes(text[at + 1] ?? ' ')) {
      plain += text[at + 1];
      at += 2;
    } else if (char === '$' || char === '`') {
      flush();
      const { part, length } = expansion(text, at, quoted);
      parts.push(part);
      at += length;
    } else {
      plain += char;
      at += 1;
    }
  }
  flush();
  return parts;
}

function expansion(
  text: string,
  at: number,
  quoted: boolean,
): { part: Part; length: number } {
  const rest = text.slice(at, at + 400);
  if (rest.startsWith('`')) {
    const length = endOf(text, '`', at + 1) + 1 - at;
    return { part: { type: 'output', quoted }, length };
  }
  if (rest.startsWith('$(')) {
    const length = endOfParentheses(text, at + 1) - at;
    return { part: { type: 'output', quoted }, length };
  }
  const careful = CAREFUL.exec(rest);
  if (careful) {
    const [whole, name] = careful;
    return {
      part: { type: 'variable', name, fallback: '', quoted, element: 'all' },
      length: whole.length,
    };
  }
  const braced = BRACED.exec(rest);
  if (braced) {
    const [whole, name, index, fallback = ''] = braced;
    const known = /^[\w./ -]*$/.test(fallback) ? fallback : '';
    return {
      part: {
        ...{ type: 'variable', name, fallback: known, quoted },
        ...(index && { element: /\d/.test(index) ? Number(index) : 'all' }),
      },
      length: whole.length,
    };
  }
  const variable = VARIABLE.exec(rest);
  if (variable) {
    const name = variable[1] ?? variable[2];
    return {
      part: { type: 'variable', name, fallback: '', quoted },
      length: variable[0].length,
    };
  }
  return { part: { type: 'text', text: '$', quoted }, length: 1 };
}

function endOf(text: string, sought: string, from: number): number {
  const end = text.indexOf(sought, from);
  return end < 0 ? text.length : end;
}

function endOfDouble(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
    else if (text.startsWith('$(', at)) at = endOfParentheses(text, at + 1) - 1;
  }
  return text.length;
}

/** @param open - where the opening one is */
function endOfParentheses(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'") at = endOf(text, "'", at + 1);
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function skipHeredocs(text: string, from: number, open: string[]): number {
  let at = from;
  for (const word of open.splice(0)) {
    while (at < text.length) {
      const end = endOf(text, '\n', at);
      const line = text.slice(at, end).trim();
      at = end + 1;
      if (line === word) break;
    }
  }
  return at;
}
