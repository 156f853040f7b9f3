import type { TreeFiles } from '../../git';
import { fields, items, text, type Value } from '../ci/yaml';
import type { CiSetup, EcosystemSetup, SetupUse } from '../Ecosystem';
import { foldersUp, join } from '../trace';
import { parseScript } from '../shell';
import type { PlannedCommand, SetupCommand } from '../Validator';
import { findProject, type PythonProject } from './project';
import { sectionOf } from '../toml';

const VENV = '.venv';
/** Jobs whose dependencies no check needs. */
const ASIDE =
  /\b(?:docs?|documentation|release|publish|deploy|pages|wheels?)\b/i;
const MAX_CI = 12;
/** Packages that tell CI's service of results, or ask it which Python it runs. */
const OF_CI =
  /^['"]?(?:tox-gh(?:-actions)?|coveralls|codecov|pytest-github-actions-annotate-failures)(?:[=<>~[].*)?['"]?$/;
/** Programs that are packages of the same name. */
const INSTALLABLE = new Set([
  ...[
    'uv',
    'poetry',
    'pdm',
    'pipenv',
    'pipx',
    'hatch',
    'tox',
    'nox',
    'poethepoet',
  ],
  ...['ruff', 'black', 'isort', 'flake8', 'pylint', 'mypy', 'pyright'],
  ...['pytest', 'coverage', 'codespell', 'bandit', 'vulture', 'yamllint'],
  ...['pycodestyle', 'pydocstyle', 'check-jsonschema', 'build', 'yapf'],
]);
const PACKAGES: ReadonlyMap<string, string> = new Map([
  ['uvx', 'uv'],
  ['poe', 'poethepoet'],
  ['py.test', 'pytest'],
]);
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

/**
 * What brings a checkout to where Python checks can run: what CI installs, else what the project declares. Packages
 * go into an environment of the repository's own, never into the system.
 */
export async function setUpPython(
  files: TreeFiles,
  { directories, ci, commands }: SetupUse,
): Promise<EcosystemSetup> {
  const projects = await projectsOf(files, directories);
  const programs = calledBy(commands);
  if (projects.length === 0 && programs.length === 0) {
    return { setup: [], pins: [] };
  }
  const pin = await pinOf(files, projects);
  const fromCi = await usableSetups(files, ci);
  const setup: SetupCommand[] = [];
  const add = (command: string, reason: string, directory = '') => {
    const known = setup.some(
      one => one.command === command && (one.directory ?? '') === directory,
    );
    if (known) return;
    const needs = [pin];
    setup.push({ command, reason, needs, ...(directory && { directory }) });
  };
  const reason = projects.at(0) ? reasonOf(projects[0]) : 'the tools of its CI';
  add(`python3 -m venv ${VENV}`, reason);
  // What installs has to be there before it does.
  const called = fromCi.map(({ command }) => command.split(' ')[0]);
  const managers = projects
    .map(({ manager }) => manager)
    .filter(
      name =>
        name !== 'pip' && (called.includes(name) || programs.includes(name)),
    );
  for (const name of new Set([...called.filter(isManager), ...managers])) {
    if (!installs(fromCi, name)) add(installTool(name), reason);
  }
  for (const one of fromCi) add(one.command, one.reason, one.directory);
  for (const project of projects) {
    if (fromCi.some(one => isFor(one, project))) continue;
    for (const command of await installCommands(files, project, programs)) {
      add(command, reasonOf(project), project.directory);
    }
  }
  for (const program of programs) {
    const name = PACKAGES.get(program) ?? program;
    if (!INSTALLABLE.has(name) || installs(fromCi, name)) continue;
    add(installTool(name), 'the tools of its CI');
  }
  return { setup, pins: [pin], path: [`${VENV}/bin`] };
}

/** The programs that checks call by their own names, not those that a launcher finds in an environment of its own. */
function calledBy(commands: readonly PlannedCommand[]): string[] {
  const called = new Set<string>();
  for (const { command } of commands) {
    for (const { words } of parseScript(command)) {
      const [program, option, module] = words.map(({ text: word }) => word);
      const inside = /^python[\d.]*$/.test(program) && option === '-m';
      called.add(inside && module ? module : program);
    }
  }
  return [...called];
}

function isManager(program: string): boolean {
  return ['uv', 'poetry', 'pdm', 'pipenv', 'hatch'].includes(program);
}

/** A program of the machine's own will do. */
function installTool(name: string): string {
  const program = name === 'poethepoet' ? 'poe' : name;
  return program === 'build'
    ? 'pip install build'
    : `command -v ${program} >/dev/null || pip install ${name}`;
}

function installs(setups: readonly CiSetup[], name: string): boolean {
  const pattern = new RegExp(
    `\\b(?:install|inject)\\b.*[\\s'"]${name.replace(
      /[^\w]/g,
      '\\$&',
    )}(?:[\\s'"=<>~[]|$)`,
  );
  return setups.some(({ command }) => pattern.test(command));
}

async function projectsOf(
  files: TreeFiles,
  directories: readonly string[],
): Promise<PythonProject[]> {
  const found = new Map<string, PythonProject>();
  for (const directory of directories) {
    const project = await findProject(files, directory);
    if (project) found.set(project.directory, project);
  }
  return [...found.values()];
}

/** What CI installs for its checks, without what only its machine needs. */
async function usableSetups(
  files: TreeFiles,
  ci: readonly CiSetup[],
): Promise<CiSetup[]> {
  const found: CiSetup[] = [];
  for (const { command, directory, reason } of ci) {
    if (found.length >= MAX_CI) break;
    if (ASIDE.test(reason) || isOfMachine(command)) continue;
    if (directory !== '' && !(await files.has(directory))) continue;
    if (!(await hasRequirements(files, directory, command))) continue;
    found.push({ command: localCommand(command), directory, reason });
  }
  return found;
}

/** `pip install --upgrade pip`, a wheel that was built before, an editable install for another Python. */
function isOfMachine(command: string): boolean {
  const [, packages] = /\bpip3? install (.*)$/.exec(command) ?? [];
  if (packages === undefined) return false;
  if (/\b(?:dist|wheelhouse)\/|\.whl\b/.test(packages)) return true;
  const named = packages
    .split(' ')
    .filter(word => !word.startsWith('-'))
    .map(word => word.replace(/[=<>~[].*$/, '').replace(/^['"]/, ''));
  return named.every(name => name === 'pip' || name === '' || OF_CI.test(name));
}

async function hasRequirements(
  files: TreeFiles,
  directory: string,
  command: string,
): Promise<boolean> {
  for (const [, path] of command.matchAll(
    /(?:^|\s)(?:-r|--requirement)[\s=]*([^\s'"]+)/g,
  )) {
    if (!(await files.has(join(directory, path.replace(/^\.\//, ''))))) {
      return false;
    }
  }
  return true;
}

/** `pip3.12 install`, `/usr/bin/python3 -m pip install`: with the environment's own. */
function localCommand(command: string): string {
  return command
    .split(' ')
    .filter(word => !OF_CI.test(word))
    .join(' ')
    .replace(/^pip[\d.]+ /, 'pip ')
    .replace(/^(?:py|python[\d.]*) -m pip /, 'python -m pip ');
}

function isFor(
  { command, directory, reason }: CiSetup,
  project: PythonProject,
): boolean {
  if (reason === '') return false;
  const toolsOnly =
    /\bpip3? install (?:-\S+ )*(?:(?:tox|nox|uv|poetry|hatch|pdm|pre-commit|pipx)\S*\s*)+$/;
  const inside =
    directory === project.directory ||
    command.includes(`${project.directory}/`) ||
    project.directory === '';
  return inside && (!toolsOnly.test(command) || project.manager === 'pip');
}

async function installCommands(
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

/** `python3 >=3.9`: what the project asks for, else any. */
async function pinOf(
  files: TreeFiles,
  projects: readonly PythonProject[],
): Promise<string> {
  for (const { pyproject, directory } of projects) {
    const wanted =
      text(sectionOf(pyproject, 'project', 'requires-python')) ??
      text(sectionOf(pyproject, 'tool', 'poetry', 'dependencies', 'python'));
    const least = /(?:>=|\^|~=?)\s*(\d[\d.]*)/.exec(wanted ?? '')?.[1];
    if (least) return `python3 >=${least}`;
    for (const folder of foldersUp(directory)) {
      const pinned = (
        await files.read(join(folder, '.python-version'))
      )?.trim();
      if (pinned && /^\d[\w.]*$/.test(pinned)) return `python3 ${pinned}`;
    }
    const setup = await files.read(join(directory, 'setup.py'));
    const found = /python_requires\s*=\s*["']>=\s*(\d[\d.]*)/.exec(
      setup ?? '',
    )?.[1];
    if (found) return `python3 >=${found}`;
  }
  return 'python3';
}

function reasonOf({
  directory,
  manager,
  locked,
  pyproject,
}: PythonProject): string {
  const locks = {
    uv: 'uv.lock',
    poetry: 'poetry.lock',
    pdm: 'pdm.lock',
    pipenv: 'Pipfile.lock',
    pip: '',
  };
  if (locked) return join(directory, locks[manager]);
  const declared = items(pyproject.project ?? pyproject.tool).length > 0;
  return declared ? join(directory, 'pyproject.toml') : 'the Python project';
}
