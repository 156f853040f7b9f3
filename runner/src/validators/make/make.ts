import type { TreeFiles } from '../../git';
import { makeFromAbove } from '../cmake';
import type {
  Call,
  Convention,
  Ecosystem,
  ExpandedScript,
  Expansion,
} from '../Ecosystem';
import { isDangerous, recipeConventions, recipeKind } from '../recipes';
import { optionValues, resolveFolder } from '../trace';
import { readMakefile, recipeLine } from './makefile';

const VALUES = [
  '-C',
  '--directory',
  '-f',
  '--file',
  '--makefile',
  '-j',
  '-l',
  '-o',
  '-W',
  '-I',
];
const MAX_RULES = 60;

/** The recipes of Makefiles. */
export const make: Ecosystem = {
  id: 'make',
  looksFor: 'the targets lint and test of a Makefile',
  tools: [
    {
      programs: ['make', 'gmake', 'remake'],
      as: makeFromAbove,
      expand: expandMake,
      valued: VALUES,
    },
    { programs: ['make-dangerous'], refuse: 'it publishes' },
  ],

  async conventions(files): Promise<Convention[]> {
    const makefile = await readMakefile(files, '');
    if (!makefile) return [];
    return recipeConventions('make', [...makefile.rules.keys()], makefile.path);
  },

  async setup() {
    return { setup: [], pins: [] };
  },
};

async function expandMake(
  call: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const { words } = call;
  const folder = optionValues(words, ['-C', '--directory']).at(0);
  const directory = folder
    ? resolveFolder(call.directory, folder)
    : call.directory;
  if (directory === undefined) return undefined;
  const file = optionValues(words, ['-f', '--file', '--makefile']).at(0);
  const makefile = await readMakefile(files, directory, file);
  if (!makefile) return undefined;
  const variables = new Map(makefile.variables);
  const targets: string[] = [];
  for (let index = 1; index < words.length; index++) {
    const { text } = words[index];
    const [, name, value] = /^(\w+)[:?]?=(.*)$/.exec(text) ?? [];
    if (name !== undefined) variables.set(name, value);
    else if (VALUES.includes(text)) {
      const jobs =
        text === '-j' && !/^\d+$/.test(words.at(index + 1)?.text ?? '');
      if (!jobs) index += 1;
    } else if (!text.startsWith('-')) targets.push(text);
  }
  if (targets.length === 0 && makefile.first) targets.push(makefile.first);
  const scripts: ExpandedScript[] = [];
  const seen = new Set<string>();
  const visit = (target: string) => {
    const rule = makefile.rules.get(target);
    if (!rule || seen.has(target) || seen.size >= MAX_RULES) return;
    seen.add(target);
    for (const need of rule.needs) {
      for (const one of recipeLine(need, target, variables).split(/\s+/))
        visit(one);
    }
    const lines = rule.recipe.map(line => recipeLine(line, target, variables));
    scripts.push({
      name: `target ${target} of ${makefile.path}`,
      // What make itself works out is seen as it is written.
      text: lines
        .map((line, at) =>
          line.includes('${unknown}') ? rule.recipe[at] : line,
        )
        .join('\n'),
      // Each line has a shell of its own.
      script: lines.map(line => `(${line}\n)`).join('\n'),
      directory,
    });
  };
  for (const target of targets) visit(target);
  for (const { name, text, target } of makefile.settings) {
    const applies = target === undefined || target.includes('%');
    if (!applies && !seen.has(target)) continue;
    scripts.push({ name, text, script: '', directory });
  }
  if (targets.some(isDangerous)) {
    scripts.push({
      name: 'its name',
      text: '',
      script: 'make-dangerous',
      directory,
    });
  }
  const known = targets.every(target => makefile.rules.has(target));
  return {
    scripts,
    ...(known && { kind: recipeKind(targets.join(' ')) }),
    identity: targets.join(' '),
  };
}
