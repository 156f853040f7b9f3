import { fields, items, text, type Value } from '../ci/yaml';
import type { Narrowed } from '../Ecosystem';
import { foldersWith, narrowModules, type Change } from '../modules';
import { readToml, sectionOf } from '../toml';
import type { PlannedCommand } from '../Validator';
import { pythonTools } from './tools';

const NAME = /^\s*([A-Za-z0-9][\w.-]*)/;

/** In a repository of several packages: the checks of a package that a change does not touch are left out. */
export async function narrowPython(
  command: PlannedCommand,
  { paths, files }: Change,
): Promise<Narrowed> {
  const projects = await foldersWith(files, 'pyproject.toml');
  const modules = projects.flatMap(({ directory, text: source }) => {
    const pyproject = readToml(source);
    const name =
      text(sectionOf(pyproject, 'project', 'name')) ??
      text(sectionOf(pyproject, 'tool', 'poetry', 'name'));
    return name
      ? [{ name: normal(name), directory, uses: usesOf(pyproject) }]
      : [];
  });
  return narrowModules(command, paths, { tools: pythonTools, modules });
}

function usesOf(pyproject: Value): string[] {
  const poetry = fields(sectionOf(pyproject, 'tool', 'poetry'));
  const groups = Object.values(fields(poetry.group));
  const keyed = [poetry, ...groups].flatMap(table =>
    ['dependencies', 'dev-dependencies'].flatMap(name =>
      Object.keys(fields(fields(table)[name])),
    ),
  );
  const lists = [
    sectionOf(pyproject, 'project', 'dependencies'),
    ...Object.values(
      fields(sectionOf(pyproject, 'project', 'optional-dependencies')),
    ),
    ...Object.values(fields(sectionOf(pyproject, 'dependency-groups'))),
    sectionOf(pyproject, 'tool', 'uv', 'dev-dependencies'),
  ];
  const listed = lists
    .flatMap(items)
    .flatMap(one => NAME.exec(text(one) ?? '')?.[1] ?? []);
  const sources = Object.keys(
    fields(sectionOf(pyproject, 'tool', 'uv', 'sources')),
  );
  return [...keyed, ...listed, ...sources].map(normal);
}

/** Names that differ in this alone are the same. */
function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
