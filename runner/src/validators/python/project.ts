import type { TreeFiles } from '../../git';
import { fields, items, text, type Value } from '../ci/yaml';
import { foldersUp, join } from '../trace';
import { readToml, sectionOf } from '../toml';

/** What installs a project's dependencies. */
export type PythonManager = 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'pip';

export type PythonProject = {
  /** From the root, '' is the root. */
  directory: string;
  pyproject: { [key: string]: Value };
  manager: PythonManager;
  locked: boolean;
};

const MARKERS = [
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'requirements.txt',
  'tox.ini',
  'noxfile.py',
  'Pipfile',
];

/** The project that a folder is in: the nearest folder upwards that declares one. */
export async function findProject(
  files: TreeFiles,
  directory: string,
): Promise<PythonProject | undefined> {
  for (const folder of foldersUp(directory)) {
    for (const marker of MARKERS) {
      if (await files.has(join(folder, marker))) {
        return await readProject(files, folder);
      }
    }
  }
  return undefined;
}

async function readProject(
  files: TreeFiles,
  directory: string,
): Promise<PythonProject> {
  const pyproject = await readPyproject(files, directory);
  const manager = await managerOf(files, directory, pyproject);
  return { directory, pyproject, ...manager };
}

/** The pyproject.toml of a folder; empty where there is none. */
export async function readPyproject(
  files: TreeFiles,
  directory: string,
): Promise<{ [key: string]: Value }> {
  return fields(readToml(await files.read(join(directory, 'pyproject.toml'))));
}

async function managerOf(
  files: TreeFiles,
  directory: string,
  pyproject: { [key: string]: Value },
): Promise<{ manager: PythonManager; locked: boolean }> {
  const locks: [string, PythonManager][] = [
    ['uv.lock', 'uv'],
    ['poetry.lock', 'poetry'],
    ['pdm.lock', 'pdm'],
    ['Pipfile.lock', 'pipenv'],
  ];
  for (const [lock, manager] of locks) {
    if (await files.has(join(directory, lock))) {
      return { manager, locked: true };
    }
  }
  const tool = fields(pyproject.tool);
  const backend =
    text(sectionOf(pyproject, 'build-system', 'build-backend')) ?? '';
  if (isPoetry(tool, backend)) return { manager: 'poetry', locked: false };
  if (tool.uv !== undefined && tool.pdm === undefined) {
    const listed = items(sectionOf(tool.uv, 'dev-dependencies')).length > 0;
    const groups = Object.keys(fields(pyproject['dependency-groups']));
    if (listed || groups.includes('dev')) {
      return { manager: 'uv', locked: false };
    }
  }
  if (sectionOf(tool, 'pdm', 'dev-dependencies')) {
    return { manager: 'pdm', locked: false };
  }
  if (await files.has(join(directory, 'Pipfile'))) {
    return { manager: 'pipenv', locked: false };
  }
  return { manager: 'pip', locked: false };
}

function isPoetry(tool: { [key: string]: Value }, backend: string): boolean {
  const { poetry } = tool;
  return (
    poetry !== undefined &&
    (backend.startsWith('poetry') ||
      sectionOf(poetry, 'group') !== undefined ||
      sectionOf(poetry, 'dependencies') !== undefined)
  );
}

/** What stands before a program that the project's manager installs in an environment of its own. */
export function runPrefix({ manager }: PythonProject): string {
  return manager === 'pip' ? '' : `${manager} run `;
}
