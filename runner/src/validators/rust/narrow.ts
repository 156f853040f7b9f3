import type { TreeFiles } from '../../git';
import { fields, items, text, type Value } from '../ci/yaml';
import { globRegex } from '../config';
import type { Narrowed } from '../Ecosystem';
import {
  foldersWith,
  narrowModules,
  type Change,
  type Module,
} from '../modules';
import { plainWord, quoteWords, type ScriptCommand } from '../shell';
import { readToml, sectionOf } from '../toml';
import type { PlannedCommand } from '../Validator';
import { rustTools } from './tools';

const ALL = ['--workspace', '--all'];
const CHOOSING = /^(?:-p|--package|--exclude|--manifest-path)(?:=|$)/;
const DEPENDENCIES = ['dependencies', 'dev-dependencies', 'build-dependencies'];

/** In a workspace: `--workspace` becomes the packages that changed, and those that depend on them. */
export async function narrowRust(
  command: PlannedCommand,
  { paths, files }: Change,
): Promise<Narrowed> {
  const modules = await membersOf(files);
  return narrowModules(command, paths, {
    ...{ tools: rustTools, modules },
    forModules: forPackages,
  });
}

function forPackages(
  { words }: ScriptCommand,
  modules: readonly Module[],
): string | undefined {
  const dashes = words.findIndex(({ text: word }) => word === '--');
  const own = dashes < 0 ? words : words.slice(0, dashes);
  const asked = own.find(({ text: word }) => !/^(?:cargo$|\+)/.test(word));
  const known = /^(?:test|t|clippy|check|c|build|b)$/.test(asked?.text ?? '');
  if (!known || own.some(({ text: word }) => CHOOSING.test(word))) {
    return undefined;
  }
  const all = own.findIndex(({ text: word }) => ALL.includes(word));
  if (all < 0) return undefined;
  const chosen = modules.flatMap(({ name }) => ['-p', name].map(plainWord));
  return quoteWords([
    ...words.slice(0, all),
    ...chosen,
    ...words.slice(all + 1),
  ]);
}

async function membersOf(files: TreeFiles): Promise<Module[]> {
  const root = readToml(await files.read('Cargo.toml'));
  const patterns = (name: string) =>
    items(sectionOf(root, 'workspace', name)).flatMap(item => {
      const pattern = text(item)?.replace(/^\.\/|\/+$/g, '');
      return pattern ? [globRegex(pattern)] : [];
    });
  const [members, excluded] = [patterns('members'), patterns('exclude')];
  if (members.length === 0) return [];
  const manifests = await foldersWith(files, 'Cargo.toml');
  return manifests
    .filter(({ directory }) => members.some(one => one.test(directory)))
    .filter(({ directory }) => !excluded.some(one => one.test(directory)))
    .flatMap(({ directory, text: source }) => {
      const manifest = readToml(source);
      const name = text(sectionOf(manifest, 'package', 'name'));
      return name ? [{ name, directory, uses: usesOf(manifest) }] : [];
    });
}

/** By the name that it is used by, and by its own where that is another. */
function usesOf(manifest: Value): string[] {
  const targets = Object.values(fields(sectionOf(manifest, 'target')));
  return [manifest, ...targets]
    .flatMap(table => DEPENDENCIES.map(name => fields(fields(table)[name])))
    .flatMap(Object.entries<Value>)
    .flatMap(([name, value]) => [name, text(fields(value).package) ?? name]);
}
