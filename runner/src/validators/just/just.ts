import type { TreeFiles } from '../../git';
import type {
  Call,
  Convention,
  Ecosystem,
  ExpandedScript,
  Expansion,
} from '../Ecosystem';
import { isDangerous, recipeConventions, recipeKind } from '../recipes';
import { optionValues, resolveFolder } from '../trace';
import { readJustfile, type Justfile } from './justfile';

const VALUES = [
  '-f',
  '--justfile',
  '-d',
  '--working-directory',
  '--set',
  '--shell',
];
const LISTS = [
  '-l',
  '--list',
  '--summary',
  '--dump',
  '--evaluate',
  '--show',
  '--choose',
];
const MAX_RECIPES = 60;

/** The recipes of justfiles. */
export const just: Ecosystem = {
  id: 'just',
  looksFor: 'the recipes lint and test of a justfile',
  tools: [
    {
      programs: ['just'],
      refuseWith: Object.fromEntries(
        LISTS.map(name => [name, 'it only reports']),
      ),
      expand: expandJust,
      valued: VALUES,
    },
    { programs: ['just-dangerous'], refuse: 'it publishes' },
  ],

  async conventions(files): Promise<Convention[]> {
    const justfile = await readJustfile(files, '');
    if (!justfile) return [];
    return recipeConventions(
      'just',
      [...justfile.recipes.keys()],
      justfile.path,
    );
  },

  async setup() {
    return { setup: [], pins: [] };
  },
};

async function expandJust(
  call: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const { words } = call;
  if (words.some(({ text }) => LISTS.includes(text))) return undefined;
  const folder = optionValues(words, ['-d', '--working-directory']).at(0);
  const directory = folder
    ? resolveFolder(call.directory, folder)
    : call.directory;
  if (directory === undefined) return undefined;
  const justfile = await readJustfile(files, directory);
  if (!justfile) return undefined;
  const { recipes } = justfile;
  const named = words
    .slice(1)
    .map(({ text }) => text)
    .filter(text => recipes.has(text));
  const targets = named.length > 0 ? named : [justfile.first ?? ''];
  const scripts: ExpandedScript[] = [];
  const seen = new Set<string>();
  const visit = (name: string) => {
    const recipe = recipes.get(name);
    if (!recipe || seen.has(name) || seen.size >= MAX_RECIPES) return;
    seen.add(name);
    for (const need of recipe.needs) visit(need);
    scripts.push({
      name: `recipe ${name} of ${justfile.path}`,
      text: recipe.text,
      script: recipe.lines.map(line => line).join('\n'),
      directory,
    });
  };
  for (const target of targets) visit(target);
  const texts = scripts.map(({ text }) => text);
  for (const [name, text] of definitionsOf(justfile, texts)) {
    scripts.push({ name, text, script: '', directory });
  }
  if (targets.some(isDangerous)) {
    scripts.push({
      name: 'its name',
      text: '',
      script: 'just-dangerous',
      directory,
    });
  }
  return {
    scripts,
    kind: recipeKind(targets.join(' ')),
    identity: targets.join(' '),
  };
}

/** What decides what recipes run beside their text: settings, and the variables that they name, directly or not. */
function definitionsOf(
  { path, settings, assignments }: Justfile,
  recipes: readonly string[],
): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of settings) {
    const [words] = line.split(/\s*:=/);
    found.set(`"${words}" of ${path}`, line);
  }
  const all = settings.some(line => /^set\s+export\b/.test(line));
  const texts = all ? [...recipes, ...assignments.keys()] : [...recipes];
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    for (const [word] of text.matchAll(/[A-Za-z_][\w-]*/g)) {
      const name = `variable ${word} of ${path}`;
      const value = assignments.get(word);
      if (value === undefined || found.has(name)) continue;
      found.set(name, value);
      texts.push(value);
    }
  }
  return found;
}
