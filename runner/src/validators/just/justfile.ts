import type { TreeFiles } from '../../git';
import { join } from '../trace';

export type Recipe = {
  needs: readonly string[];
  lines: readonly string[];
  text: string;
};

export type Justfile = {
  path: string;
  first: string | undefined;
  recipes: ReadonlyMap<string, Recipe>;
  /** Lines that decide how all recipes are run: `set …`, and variables that all of them get. */
  settings: readonly string[];
  /** What each variable is, as it is written. */
  assignments: ReadonlyMap<string, string>;
};

const NAMES = ['justfile', '.justfile', 'Justfile', 'JUSTFILE'];
const HEADER =
  /^@?([A-Za-z_][\w-]*)((?:\s+[^:\s][^\s:]*(?:=(?:'[^']*'|"[^"]*"|\S+))?)*)\s*:(?!=)\s*(.*)$/;

/** The justfile of a folder. */
export async function readJustfile(
  files: TreeFiles,
  directory: string,
): Promise<Justfile | undefined> {
  for (const name of NAMES) {
    const path = join(directory, name);
    const text = await files.read(path);
    if (text !== undefined) return parseJustfile(path, text);
  }
  return undefined;
}

function parseJustfile(path: string, text: string): Justfile {
  const recipes = new Map<
    string,
    { needs: string[]; lines: string[]; text: string }
  >();
  const variables = new Map<string, string>();
  const aliases = new Map<string, string>();
  const settings: string[] = [];
  const assignments = new Map<string, string>();
  let first: string | undefined;
  let current: { needs: string[]; lines: string[]; text: string } | undefined;
  for (const line of text.replace(/\\\n\s*/g, ' ').split(/\r?\n/)) {
    if (/^[ \t]+\S/.test(line)) {
      if (current) {
        current.lines.push(line.trim());
        current.text += `\n${line}`;
      }
      continue;
    }
    if (line.trim() === '' || /^[#[]/.test(line)) continue;
    current = undefined;
    if (/^(?:set|export|import|mod)\b/.test(line)) settings.push(line.trim());
    const [, assigned, expression] =
      /^(?:export\s+)?([\w-]+)\s*:=\s*(.*)$/.exec(line) ?? [];
    if (assigned !== undefined) assignments.set(assigned, expression.trim());
    const [, alias, of] = /^alias\s+([\w-]+)\s*:=\s*([\w-]+)/.exec(line) ?? [];
    if (alias !== undefined) {
      aliases.set(alias, of);
      continue;
    }
    const [, name, value] =
      /^(?:export\s+)?([\w-]+)\s*:=\s*(?:'([^']*)'|"[^"]*")\s*$/.exec(line) ??
      [];
    if (name !== undefined) {
      variables.set(
        name,
        value ?? line.slice(line.indexOf('"') + 1).replace(/"\s*$/, ''),
      );
      continue;
    }
    const header = HEADER.exec(line);
    if (!header || /^(?:set|import|mod|export)\b/.test(line)) continue;
    const [, recipe, parameters, needs] = header;
    for (const [, parameter, , , given = ''] of parameters.matchAll(
      /[*+$]*([\w-]+)(=('([^']*)'|"[^"]*"|\S+))?/g,
    )) {
      if (!variables.has(parameter)) variables.set(parameter, given);
    }
    current = {
      needs: needs.match(/[A-Za-z_][\w-]*/g) ?? [],
      lines: [],
      text: line,
    };
    recipes.set(recipe, current);
    first ??= recipe;
  }
  for (const [alias, of] of aliases) {
    const recipe = recipes.get(of);
    if (recipe) recipes.set(alias, recipe);
  }
  return {
    ...{ path, first, settings, assignments },
    recipes: new Map(
      [...recipes].map(([name, recipe]) => [
        name,
        { ...recipe, lines: shellLines(recipe.lines, variables) },
      ]),
    ),
  };
}

function shellLines(
  lines: readonly string[],
  variables: ReadonlyMap<string, string>,
): string[] {
  const [shebang] = lines;
  if (shebang?.startsWith('#!') && !/\b(?:ba|z|da)?sh\b/.test(shebang))
    return [];
  return lines.map(line => {
    const text = line.replace(/\{\{(.*?)\}\}/g, (_, expression: string) => {
      const name = expression.trim();
      return (
        variables.get(name) ??
        (/^[\w-]+$/.test(name)
          ? `\${${name.replace(/-/g, '_')}}`
          : '${unknown}')
      );
    });
    const [, marks, rest] = /^([@-]*)(.*)$/.exec(text) ?? [];
    return marks?.includes('-') ? `${rest} || true` : rest ?? text;
  });
}
