import type { TreeFiles } from '../../git';
import { items, text } from '../ci/yaml';
import type { CiSetup, EcosystemSetup, SetupUse } from '../Ecosystem';
import { foldersUp, join } from '../trace';
import { parseScript } from '../shell';
import type { PlannedCommand, SetupCommand } from '../Validator';
import { usableSetups } from './ciSetups';
import { installCommands } from './installCommands';
import { findProject, type PythonProject } from './project';
import { sectionOf } from '../toml';

const VENV = '.venv';
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
