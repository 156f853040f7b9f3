import type { TreeFiles } from '../../git';
import { join, resolveFolder } from '../trace';

/** What a Makefile declares. */
export type Makefile = {
  path: string;
  /** The first target: what a bare `make` makes. */
  first: string | undefined;
  rules: ReadonlyMap<string, Rule>;
  variables: ReadonlyMap<string, string>;
  /** What decides how recipes are run, and what no recipe shows: as named texts. */
  settings: readonly Setting[];
};

/** Of one target alone, where it is one's. */
export type Setting = { name: string; text: string; target?: string };

export type Rule = { needs: readonly string[]; recipe: readonly string[] };

const NAMES = ['GNUmakefile', 'makefile', 'Makefile'];
const MAX_INCLUDES = 10;
const MAX_NESTING = 8;
const ASSIGNMENT =
  /^(?:export\s+|override\s+)*([\w.-]+)\s*(\?=|::?:?=|\+=|!=|=)\s*(.*)$/;
const TARGET_ASSIGNMENT =
  /^([^\s:=#][^:=]*?)\s*::?\s*(?:(?:export|override|private)\s+)*([\w.-]+)\s*(?:\?|::?:?|\+|!)?=\s*(.*)$/;
/** With these make runs recipes by another program, in another way, or lets them fail. */
const DECISIVE =
  /^(?:SHELL|\.SHELLFLAGS|MAKE|MAKEFLAGS|GNUMAKEFLAGS|MAKEFILES|\.RECIPEPREFIX|VPATH)$/;
const DECISIVE_TARGETS = new Set([
  '.IGNORE',
  '.ONESHELL',
  '.POSIX',
  '.DEFAULT',
  '.EXPORT_ALL_VARIABLES',
]);
const RULE = /^([^\s:=#][^:=]*?)\s*::?(?!=)\s*([^;=]*)(?:;\s*(.*))?$/;

/** The Makefile of a folder, with the files that it includes. */
export async function readMakefile(
  files: TreeFiles,
  directory: string,
  named?: string,
): Promise<Makefile | undefined> {
  for (const name of named ? [named] : NAMES) {
    const path = resolveFolder(directory, name);
    const text = path && (await files.read(path));
    if (text === undefined || !path) continue;
    return parseMakefile(path, await withIncludes(files, directory, text));
  }
  return undefined;
}

async function withIncludes(
  files: TreeFiles,
  directory: string,
  text: string,
): Promise<string> {
  const parts = [text];
  for (const [, names] of text.matchAll(/^-?include\s+(.+)$/gm)) {
    for (const name of names.split(/\s+/).slice(0, MAX_INCLUDES)) {
      const included = await files.read(join(directory, name));
      if (included !== undefined) parts.push(included);
    }
  }
  return parts.join('\n');
}

function parseMakefile(path: string, text: string): Makefile {
  const rules = new Map<string, Rule>();
  const variables = new Map<string, string>();
  let first: string | undefined;
  let current: string[] = [];
  const settings = new Map<string, Setting>();
  const note = (name: string, line: string, target?: string) => {
    const key = `${name} of ${path}`;
    // Both sides of a condition count, and so does what is added.
    const known = settings.get(key);
    const all = known ? `${known.text}\n${line}` : line;
    settings.set(key, { name: key, text: all, target });
  };
  let defined: string | undefined;
  for (const line of logicalLines(text)) {
    defined ??= /^(?:override\s+|export\s+)*define\s+(\S+)/.exec(line)?.[1];
    if (defined !== undefined) {
      note(`define ${defined}`, line);
      if (/^endef\b/.test(line)) defined = undefined;
      continue;
    }
    if (line.startsWith('\t')) {
      for (const target of current) addRule(rules, target, [], [line.slice(1)]);
      continue;
    }
    const bare = line.replace(/(?:^|\s)#.*$/, '').trimEnd();
    // Both sides of a condition count: what holds is known where it runs.
    if (
      bare === '' ||
      /^\s*(?:ifn?eq|ifn?def|else|endif|-?include|vpath|unexport)\b/.test(bare)
    )
      continue;
    const assignment = ASSIGNMENT.exec(bare.trimStart());
    if (assignment) {
      const [, name, operator, value] = assignment;
      const exported = /^\s*export\b/.test(bare);
      if (DECISIVE.test(name) || exported || operator === '!=') {
        note(name, `${operator} ${value}`);
      }
      const known = variables.get(name);
      if (operator === '+=')
        variables.set(name, `${known ?? ''} ${value}`.trim());
      else if (operator === '!=') variables.delete(name);
      else if (known === undefined || operator !== '?=')
        variables.set(name, value);
      continue;
    }
    const own = TARGET_ASSIGNMENT.exec(bare);
    if (own) {
      for (const target of own[1].split(/\s+/)) {
        const value = bare.slice(bare.indexOf(':') + 1).trim();
        note(`${own[2]} for ${target}`, value, target);
      }
      continue;
    }
    if (/^export\b/.test(bare)) {
      note('export', bare);
      continue;
    }
    const rule = RULE.exec(bare);
    if (!rule) continue;
    const [, targets, needs, inline] = rule;
    current = targets.split(/\s+/).filter(name => !name.includes('%'));
    for (const target of current) {
      if (!target.startsWith('.')) first ??= target;
      const listed = needs.split('|')[0].split(/\s+/).filter(Boolean);
      addRule(rules, target, listed, inline ? [inline] : []);
      if (DECISIVE_TARGETS.has(target)) note(target, `: ${needs}`.trim());
    }
  }
  const goal = variables.get('.DEFAULT_GOAL');
  return {
    ...{ path, first: goal ?? first, rules, variables },
    settings: [...settings.values()],
  };
}

function addRule(
  rules: Map<string, Rule>,
  target: string,
  needs: readonly string[],
  recipe: readonly string[],
): void {
  const known = rules.get(target);
  rules.set(target, {
    needs: [...(known?.needs ?? []), ...needs],
    recipe: [...(known?.recipe ?? []), ...recipe],
  });
}

function* logicalLines(text: string): Generator<string> {
  let pending = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.endsWith('\\')) {
      pending +=
        pending.startsWith('\t') || (pending === '' && line.startsWith('\t'))
          ? `${line}\n`
          : `${line.slice(0, -1)} `;
      continue;
    }
    yield pending + line;
    pending = '';
  }
}

/** A line of a recipe as the shell gets it; what only make knows becomes a variable of the shell's that is not set. */
export function recipeLine(
  line: string,
  target: string,
  variables: ReadonlyMap<string, string>,
): string {
  const [, marks, rest] = /^([@+\s-]*)([^]*)$/.exec(line) ?? [];
  const text = fill(rest ?? line, target, variables, 0);
  return marks?.includes('-') ? `${text} || true` : text;
}

function fill(
  text: string,
  target: string,
  variables: ReadonlyMap<string, string>,
  depth: number,
): string {
  if (depth > MAX_NESTING) return text;
  return text.replace(
    /\$(?:\$|([@<^*?+%])|\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)|\{([^{}]*)\}|(\w))/g,
    (
      whole,
      automatic?: string,
      round?: string,
      curly?: string,
      short?: string,
    ) => {
      if (whole === '$$') return '$';
      if (automatic) return automatic === '@' ? target : '';
      const name = round ?? curly ?? short ?? '';
      if (name === 'MAKE') return 'make';
      if (name === 'CURDIR' || name === 'PWD') return '.';
      const value = variables.get(name);
      if (value !== undefined) {
        return fill(value, target, variables, depth + 1);
      }
      // A function of make's, or what comes from outside.
      return /^[\w.-]+$/.test(name)
        ? `\${${name.replace(/\W/g, '_')}}`
        : '${unknown}';
    },
  );
}
