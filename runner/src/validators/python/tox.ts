import type { TreeFiles } from '../../git';
import { fields, isMapping, items, text, type Value } from '../ci/yaml';
import type { Call, Expansion, ExpandedScript } from '../Ecosystem';
import { plainWord, quoteWords } from '../shell';
import {
  isOption,
  join,
  kindOfName,
  optionValues,
  resolveFolder,
  withoutOptions,
} from '../trace';
import { readIni, type Ini } from './ini';
import { readPyproject } from './project';
import { expandBraces, references, splitList, substitute } from './toxText';
import { readToml, sectionOf } from '../toml';

type Environment = {
  commands: readonly string[];
  directory: string | undefined;
  /** All of it that decides what it runs, its dependencies left out. */
  definition: string;
};

type ToxConfig = {
  path: string;
  names: readonly string[];
  environment(name: string): Environment | undefined;
};

const NAMES = ['-e', '--env'];
const BUILT = ['--installpkg'];
const LABELS = ['-f', '-m'];
const INTERPRETER =
  /^(?:py|python|pypy|cpython)?-?\d[\d.]*t?(?:-dev)?(?=-|$)|^(?:py|pypy)\d*(?=-|$)/;
const INSTALLS = /^(?:python -m |uv )?pip install\b/;
const MAX_ENVIRONMENTS = 40;

/** What a call of tox runs: the commands of the environments that it names, or of all that are listed. */
export async function expandTox(
  { words, directory }: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const config = await readTox(files, directory);
  const named = optionValues(words, NAMES).flatMap(splitNames);
  const label = optionValues(words, LABELS).at(0);
  if (!config) {
    const kind = kindOfName(named.at(0) ?? '');
    return kind && { kind, scripts: [] };
  }
  const names = namesOf(config, named, label);
  const scripts: ExpandedScript[] = [];
  for (const name of names.slice(0, MAX_ENVIRONMENTS)) {
    const found = config.environment(name);
    if (!found) continue;
    scripts.push({
      name: `environment ${name} of ${config.path}`,
      text: found.definition,
      // What it installs stays in the environment.
      script: found.commands.filter(line => !INSTALLS.test(line)).join('\n'),
      directory: found.directory ?? directory,
    });
  }
  return { scripts, kind: kindOfName(names.join(' ')) };
}

function namesOf(
  config: ToxConfig,
  named: readonly string[],
  label: string | undefined,
): string[] {
  if (named.length > 0) return named.map(anyInterpreter);
  const listed = label
    ? config.names.filter(name => name.split('-').includes(label))
    : config.names;
  return [...new Set(listed.map(anyInterpreter))];
}

/**
 * The same call for whatever Python is there: which one CI takes says nothing of what is checked.
 */
export function withAnyInterpreter(call: Call): Call | undefined {
  // A package that another job of CI built.
  const words = withoutOptions(call.words, BUILT, BUILT);
  const shorter =
    words.length < call.words.length ? { ...call, words } : undefined;
  const index = words.findIndex(({ text: word }) =>
    NAMES.some(name => isOption(word, name)),
  );
  if (index < 0) return shorter;
  const apart = NAMES.includes(words[index].text);
  const word = words.at(apart ? index + 1 : index);
  if (!word) return shorter;
  const value = apart ? word.text : word.text.slice(word.text.indexOf('=') + 1);
  // `$PYTHON-tests`, where only CI knows which Python.
  const known =
    word.unknown.length > 0 ? value.replace(/^(?=-|$)/, 'py') : value;
  const kept = [...new Set(splitNames(known).map(anyInterpreter))].join(',');
  if (kept === value && word.unknown.length === 0) return shorter;
  return {
    ...call,
    words: [
      ...words.slice(0, index),
      ...['-e', kept].map(plainWord),
      ...words.slice(index + (apart ? 2 : 1)),
    ],
  };
}

function anyInterpreter(name: string): string {
  return name
    .replace(INTERPRETER, 'py')
    .replace(/-(?:py|pypy)\d[\d.]*t?(?=-|$)/, '-py');
}

function splitNames(names: string): string[] {
  return names.split(/[,\s]+/).filter(Boolean);
}

async function readTox(
  files: TreeFiles,
  directory: string,
): Promise<ToxConfig | undefined> {
  const own = join(directory, 'tox.toml');
  const toml = readToml(await files.read(own));
  if (isMapping(toml)) return readToxToml(own, toml, directory);
  const pyproject = join(directory, 'pyproject.toml');
  const section = sectionOf(
    await readPyproject(files, directory),
    'tool',
    'tox',
  );
  for (const path of [
    join(directory, 'tox.ini'),
    join(directory, 'setup.cfg'),
  ]) {
    const ini = readIni(await files.read(path));
    if (ini.has('tox') || ini.has('testenv') || ini.has('tox:tox')) {
      return readToxIni(path, ini, directory);
    }
  }
  const legacy = text(sectionOf(section, 'legacy_tox_ini'));
  if (legacy) return readToxIni(pyproject, readIni(legacy), directory);
  return isMapping(section)
    ? readToxToml(pyproject, section, directory)
    : undefined;
}

function readToxIni(path: string, ini: Ini, directory: string): ToxConfig {
  const tox = ini.get('tox') ?? ini.get('tox:tox');
  const listed = tox?.get('envlist') ?? tox?.get('env_list') ?? '';
  const sections = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, section] of ini) {
    if (!name.startsWith('testenv:')) continue;
    for (const one of expandBraces(name.slice('testenv:'.length))) {
      sections.set(anyInterpreter(one), section);
    }
  }
  return {
    path,
    names: splitList(listed).flatMap(expandBraces),
    environment(name) {
      const own = sections.get(name);
      const base = ini.get('testenv');
      if (!own && !base) return undefined;
      const factors = new Set(name.split('-'));
      const read = (...keys: string[]) => {
        for (const key of keys) {
          const value = own?.get(key) ?? base?.get(key);
          if (value !== undefined) return lines(ini, value, factors);
        }
        return [];
      };
      const commands = [
        ...read('commands_pre'),
        ...read('commands'),
        ...read('commands_post'),
      ];
      const folder = read('changedir', 'change_dir').at(0);
      const more = [
        ...read('setenv', 'set_env'),
        ...read('ignore_outcome', 'ignore_errors'),
      ];
      return environmentOf(directory, commands, folder, more);
    },
  };
}

function readToxToml(
  path: string,
  config: { [key: string]: Value },
  directory: string,
): ToxConfig {
  const environments = fields(config.env);
  return {
    path,
    names: items(config.env_list).flatMap(name => text(name) ?? []),
    environment(name) {
      const own = Object.entries(environments).find(
        ([key]) => anyInterpreter(key) === name,
      )?.[1];
      const base = fields(config.env_run_base);
      const all = { ...base, ...fields(own) };
      const read = (key: string) =>
        items(all[key]).map(command => items(command).map(wordOf).join(' '));
      const commands = [
        ...read('commands_pre'),
        ...read('commands'),
        ...read('commands_post'),
      ];
      return environmentOf(
        directory,
        commands.map(substitute),
        text(all.change_dir),
        [JSON.stringify(all.set_env ?? {})],
      );
    },
  };
}

function wordOf(value: Value): string {
  const word = text(value);
  // `{ replace = "posargs", default = ["tests"] }`
  if (word === undefined) {
    return items(fields(value).default).map(wordOf).join(' ');
  }
  const plain = substitute(word);
  return plain === ''
    ? ''
    : quoteWords([{ text: plain, quoted: true, unknown: [] }]);
}

function environmentOf(
  root: string,
  commands: readonly string[],
  folder: string | undefined,
  more: readonly string[],
): Environment {
  // A command behind `-` may fail, one behind `!` must.
  const kept = commands.filter(command => !/^\s*[-!]/.test(command));
  const directory = folder && resolveFolder(root, substitute(folder) || '.');
  return {
    commands: kept,
    directory,
    definition: [...commands, ...more, ...(folder ? [folder] : [])].join('\n'),
  };
}

/** The lines of a value that hold for these factors: `py: pytest`, `lint,format: ruff`. */
function lines(
  ini: Ini,
  value: string,
  factors: ReadonlySet<string>,
): string[] {
  const joined = references(ini, value).replace(/\\\n\s*/g, ' ');
  return joined.split('\n').flatMap(line => {
    const [, condition, rest] =
      /^((?:!?[\w.]+(?:[-,{}][\w.!,{}]*)*))\s*:\s+(.*)$/.exec(line) ?? [];
    const holds =
      condition === undefined ||
      expandBraces(condition)
        .flatMap(splitNames)
        .some(one => holdsFor(one, factors));
    const text_ = substitute(condition === undefined ? line : rest).trim();
    return holds && text_ !== '' && !text_.startsWith('#') ? [text_] : [];
  });
}

function holdsFor(condition: string, factors: ReadonlySet<string>): boolean {
  return condition.split('-').every(factor => {
    if (factor.startsWith('!')) return !factors.has(factor.slice(1));
    return factors.has(factor) || factors.has(anyInterpreter(factor));
  });
}
