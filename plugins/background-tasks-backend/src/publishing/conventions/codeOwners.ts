import { RE2JS } from 're2js';

/** Who owns the paths that match: `login`, or `organization/team`. */
export type OwnerRule = { pattern: RE2JS; owners: string[] };

// GitHub ignores files of more than 3 MB; this is what is worth the time.
const RULES_MAX = 2_000;

const OWNER = /^@([A-Za-z0-9][A-Za-z0-9-_]*(?:\/[A-Za-z0-9._-]+)?)$/;

/**
 * Reads a CODEOWNERS file, by GitHub's rules: lines of a pattern and its owners, of which the last that matches counts.
 * Lines that GitHub does not understand are left out, and so are owners by e-mail address, who cannot be asked.
 */
export function readCodeOwners(text: string): OwnerRule[] {
  const rules: OwnerRule[] = [];
  for (const line of text.split(/\r?\n/)) {
    const content = line.replace(/(^|\s)#.*$/, '').trim();
    const pattern = /^(?:\\.|[^\s\\])+/.exec(content)?.[0];
    const isValid = pattern && !/^!|(^|[^\\])[[\]]/.test(pattern);
    if (!isValid || rules.length >= RULES_MAX) continue;
    const owners = content
      .slice(pattern.length)
      .split(/\s+/)
      .flatMap(owner => OWNER.exec(owner)?.[1] ?? []);
    rules.push({ pattern: RE2JS.compile(toExpression(pattern)), owners });
  }
  return rules;
}

/** Who owns one of the paths, first those who own most of them. */
export function ownersOf(rules: OwnerRule[], paths: string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const rule = rules.findLast(({ pattern }) => pattern.matches(path));
    for (const owner of rule?.owners ?? []) {
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([owner]) => owner);
}

// An engine that runs in linear time takes it: the file is the repository's.
function toExpression(pattern: string): string {
  const path = pattern.replace(/^\//, '').replace(/\/$/, '');
  const isAnchored = pattern.slice(0, -1).includes('/');
  const parts = path.split('/');
  let expression = isAnchored ? '' : '(?:.*/)?';
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === '**') {
      expression += isLast ? '.*' : '(?:.*/)?';
    } else {
      expression += `${toPartExpression(part)}${isLast ? '' : '/'}`;
    }
  }
  if (pattern.endsWith('/')) return `${expression}/.*`;
  // GitHub's own exception: `docs/*` owns the files of that directory, and nothing below.
  return isAnchored && parts.at(-1) === '*'
    ? expression
    : `${expression}(?:/.*)?`;
}

function toPartExpression(part: string): string {
  return part.replace(/\\(.)|\*+|\?|[^\\*?]/gs, (token, escaped?: string) => {
    if (escaped !== undefined) return RE2JS.quote(escaped);
    if (token === '?') return '[^/]';
    return token.startsWith('*') ? '[^/]*' : RE2JS.quote(token);
  });
}
