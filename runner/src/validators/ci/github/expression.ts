import { fields, isMapping, text, type Value } from '../yaml';

/** What expressions may refer to: `matrix`, `env`, `inputs`, `github`, `runner`. What is not there is unknown. */
export type Contexts = Readonly<Record<string, Value>>;

type Token =
  | { type: 'literal'; value: Value }
  | { type: 'name' | 'operator'; text: string };

const TOKEN =
  /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|(&&|\|\||==|!=|<=|>=|[!<>()[\],.*])|([A-Za-z_][\w-]*))/y;
const MAX_TOKENS = 500;

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly contexts: Contexts,
  ) {}

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  or(): Value {
    let left = this.and();
    while (this.take('||')) {
      const right = this.and();
      if (left !== undefined && !isTrue(left)) left = right;
      else if (left === undefined && right !== undefined && isTrue(right)) {
        // Either way something true, but which of them is unknown.
        left = right === true ? true : undefined;
      }
    }
    return left;
  }

  private and(): Value {
    let left = this.comparison();
    while (this.take('&&')) {
      const right = this.comparison();
      if (left === undefined) {
        left = right !== undefined && !isTrue(right) ? right : undefined;
      } else if (isTrue(left)) left = right;
    }
    return left;
  }

  private comparison(): Value {
    const left = this.unary();
    for (const operator of ['==', '!=', '<=', '>=', '<', '>']) {
      if (!this.take(operator)) continue;
      const right = this.unary();
      if (left === undefined || right === undefined) return undefined;
      const same = comparable(left) === comparable(right);
      if (operator === '==') return same;
      if (operator === '!=') return !same;
      return undefined;
    }
    return left;
  }

  private unary(): Value {
    if (this.take('!')) {
      const value = this.unary();
      return value === undefined ? undefined : !isTrue(value);
    }
    return this.primary();
  }

  private primary(): Value {
    if (this.take('(')) {
      const value = this.or();
      this.take(')');
      return value;
    }
    const token = this.tokens.at(this.at);
    this.at += 1;
    if (!token) return undefined;
    if (token.type === 'literal') return token.value;
    if (token.type === 'operator') return undefined;
    if (this.take('(')) return this.call(token.text);
    if (token.text === 'true') return true;
    if (token.text === 'false') return false;
    if (token.text === 'null') return null;
    return this.path(token.text);
  }

  private path(root: string): Value {
    let value = this.contexts[root];
    let depth = 0;
    for (;;) {
      if (this.take('.')) {
        const name = this.tokens.at(this.at);
        this.at += 1;
        value =
          name?.type === 'name' ? member(value, name.text, depth) : undefined;
        depth += 1;
      } else if (this.take('[')) {
        const key = text(this.or());
        this.take(']');
        value = key === undefined ? undefined : member(value, key, depth);
        depth += 1;
      } else return value;
    }
  }

  private call(name: string): Value {
    const values: Value[] = [];
    while (!this.done && !this.take(')')) {
      values.push(this.or());
      this.take(',');
    }
    const [first, second] = values.map(value => text(value)?.toLowerCase());
    switch (name.toLowerCase()) {
      case 'always':
      case 'success':
        return true;
      case 'failure':
      case 'cancelled':
        return false;
      case 'contains':
        return known(first, second, (a, b) => a.includes(b));
      case 'startswith':
        return known(first, second, (a, b) => a.startsWith(b));
      case 'endswith':
        return known(first, second, (a, b) => a.endsWith(b));
      case 'format':
        return text(values[0])?.replace(
          /\{(\d)\}/g,
          (whole, index) => text(values[Number(index) + 1]) ?? whole,
        );
      default:
        return undefined;
    }
  }

  private take(operator: string): boolean {
    const token = this.tokens.at(this.at);
    if (token?.type !== 'operator' || token.text !== operator) return false;
    this.at += 1;
    return true;
  }
}

/** The value of a GitHub Actions expression; undefined where it cannot be known. */
export function evaluate(source: string, contexts: Contexts): Value {
  const tokens = tokenize(source);
  if (!tokens) return undefined;
  const parser = new Parser(tokens, contexts);
  const value = parser.or();
  return parser.done ? value : undefined;
}

/** Whether a job or step with this condition can run; unknown counts as yes. */
export function mayRun(condition: Value, contexts: Contexts): boolean {
  if (condition === undefined || condition === null) return true;
  const source = text(condition) ?? '';
  const bare = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(source)?.[1] ?? source;
  if (bare.includes('${{')) return true;
  const value = evaluate(bare, contexts);
  return value === undefined || isTrue(value);
}

/** Fills expressions in. What is unknown becomes a shell variable named after it. */
export function interpolate(source: string, contexts: Contexts): string {
  return source.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const value = evaluate(expression, contexts);
    const filled = text(value) ?? (value === null ? '' : undefined);
    if (filled !== undefined) return filled;
    const name = expression
      .trim()
      .split(/[^\w]+/)
      .filter(Boolean)
      .at(-1);
    return `\${UNKNOWN_${name ?? 'value'}}`;
  });
}

function isTrue(value: Value): boolean {
  return !(value === false || value === null || value === '' || value === 0);
}

function tokenize(source: string): Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = source.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(source);
    if (!match || tokens.length > MAX_TOKENS) return undefined;
    const [, quoted, number, operator, name] = match;
    if (quoted !== undefined) {
      tokens.push({ type: 'literal', value: quoted.replaceAll("''", "'") });
    } else if (number) {
      tokens.push({ type: 'literal', value: Number(number) });
    } else if (operator) tokens.push({ type: 'operator', text: operator });
    else tokens.push({ type: 'name', text: name });
  }
  return tokens;
}

/** Of a context not all is known; of a value in it all is, and what it has not is nothing. */
function member(value: Value, name: string, depth: number): Value {
  const found = fields(value)[name];
  return found === undefined && depth > 0 && isMapping(value) ? null : found;
}

function known(
  first: string | undefined,
  second: string | undefined,
  test: (first: string, second: string) => boolean,
): boolean | undefined {
  return first === undefined || second === undefined
    ? undefined
    : test(first, second);
}

function comparable(value: Value): string {
  return value === null ? '' : (text(value) ?? '?').toLowerCase();
}
