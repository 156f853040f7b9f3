import type { TreeFiles } from '../../git';
import { fields, type Value } from '../ci/yaml';
import { sectionOf } from '../toml';
import { join } from '../trace';
import type { PythonProject } from './project';

/** Programs that install into environments of their own. */
const ISOLATED = new Set([
  'tox',
  'nox',
  'hatch',
  'pipx',
  'uvx',
  'uv',
  'pre-commit',
]);
const REQUIREMENTS = [
  'requirements-dev.txt',
  'requirements_dev.txt',
  'dev-requirements.txt',
  'requirements/dev.txt',
  'requirements/development.txt',
  'requirements-test.txt',
  'requirements-tests.txt',
  'requirements_test.txt',
  'test-requirements.txt',
  'requirements/test.txt',
  'requirements/tests.txt',
  'requirements/testing.txt',
  'tests/requirements.txt',
  'test/requirements.txt',
];
const EXTRAS = ['dev', 'test', 'tests', 'testing', 'develop', 'lint', 'typing'];

/** What gets a project's dependencies where CI does not say. */
export async function installCommands(
  files: TreeFiles,
  project: PythonProject,
  programs: readonly string[],
): Promise<string[]> {
  const others = programs.filter(
    name => !ISOLATED.has(name) && name !== 'python',
  );
  const outside = programs.some(name => ISOLATED.has(name));
  const { manager, locked, pyproject } = project;
  switch (manager) {
    case 'uv': {
      if (!programs.includes('uv') && !programs.includes('uvx') && outside)
        return [];
      const groups = Object.keys(fields(pyproject['dependency-groups']));
      const more = groups
        .filter(name => EXTRAS.includes(name) && name !== 'dev')
        .map(name => ` --group ${name}`)
        .join('');
      return [`uv sync${locked ? ' --locked' : ''}${more}`];
    }
    case 'poetry':
      return ['poetry install'];
    case 'pdm':
      return [locked ? 'pdm sync -d' : 'pdm install -d'];
    case 'pipenv':
      return [locked ? 'pipenv sync --dev' : 'pipenv install --dev'];
    default:
      return outside && others.length === 0
        ? []
        : await pipCommands(files, project);
  }
}

async function pipCommands(
  files: TreeFiles,
  { directory, pyproject }: PythonProject,
): Promise<string[]> {
  const commands: string[] = [];
  const requirements: string[] = [];
  for (const name of REQUIREMENTS) {
    if (await files.has(join(directory, name))) requirements.push(name);
  }
  if (
    requirements.length === 0 &&
    (await files.has(join(directory, 'requirements.txt')))
  ) {
    requirements.push('requirements.txt');
  }
  for (const name of requirements) commands.push(`pip install -r ${name}`);
  const groups = Object.keys(fields(pyproject['dependency-groups'])).filter(
    name => EXTRAS.includes(name),
  );
  if (groups.length > 0) {
    commands.push('pip install --upgrade pip');
    commands.push(
      `pip install ${groups.map(name => `--group ${name}`).join(' ')}`,
    );
  }
  if (await isPackage(files, directory, pyproject)) {
    const declared = Object.keys(
      fields(sectionOf(pyproject, 'project', 'optional-dependencies')),
    );
    const extras = EXTRAS.filter(name => declared.includes(name));
    commands.push(
      extras.length > 0
        ? `pip install -e '.[${extras.join(',')}]'`
        : 'pip install -e .',
    );
  }
  return commands;
}

async function isPackage(
  files: TreeFiles,
  directory: string,
  pyproject: { [key: string]: Value },
): Promise<boolean> {
  if (await files.has(join(directory, 'setup.py'))) return true;
  return (
    pyproject['build-system'] !== undefined || pyproject.project !== undefined
  );
}
