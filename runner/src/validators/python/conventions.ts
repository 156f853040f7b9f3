import type { TreeFiles } from '../../git';
import { fields, text } from '../ci/yaml';
import type { Convention } from '../Ecosystem';
import { readIni } from './ini';
import { findProject, readPyproject, runPrefix } from './project';
import { sectionOf } from '../toml';

const TEST_FILE = /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/;
const MAX_READ = 40;

/** What a Python project's own files say about its checks: environments of tox, nox and hatch, configured tools, tests. */
export async function pythonConventions(
  files: TreeFiles,
): Promise<Convention[]> {
  const project = await findProject(files, '');
  const tests = (await files.list()).filter(path => TEST_FILE.test(path));
  if (!project) return [];
  const prefix = runPrefix(project);
  const pyproject = await readPyproject(files, '');
  const tool = fields(pyproject.tool);
  const setupCfg = readIni(await files.read('setup.cfg'));
  const toxIni = readIni(await files.read('tox.ini'));
  const found: Convention[] = [];
  const add = (
    kind: NonNullable<Convention['kind']>,
    command: string,
    reason: string,
    basis: Convention['basis'] = 'default',
  ) => found.push({ kind, command, reason, basis, group: `python ${kind}` });

  if (tool.ruff || (await hasAny(files, ['ruff.toml', '.ruff.toml']))) {
    const where = tool.ruff ? 'pyproject.toml' : 'ruff.toml';
    add('lint', `${prefix}ruff check .`, `[tool.ruff] of ${where}`);
    if (sectionOf(tool.ruff, 'format')) {
      add(
        'format',
        `${prefix}ruff format --check .`,
        `[tool.ruff.format] of ${where}`,
      );
    }
  }
  if (tool.black) {
    add('format', `${prefix}black --check .`, '[tool.black] of pyproject.toml');
  }
  if (
    (await hasAny(files, ['.flake8'])) ||
    setupCfg.has('flake8') ||
    toxIni.has('flake8')
  ) {
    add('lint', `${prefix}flake8`, 'the configuration of Flake8');
  }
  if (tool.pyright || (await files.has('pyrightconfig.json'))) {
    add('typecheck', `${prefix}pyright`, 'the configuration of Pyright');
  }
  const mypy = fields(tool.mypy);
  const mypyIni =
    readIni(await files.read('mypy.ini')).get('mypy') ?? setupCfg.get('mypy');
  if (tool.mypy || mypyIni) {
    const listed = mypy.files ?? mypy.packages ?? mypyIni?.get('files');
    const target = listed ? '' : ` ${await packageOf(files)}`;
    add('typecheck', `${prefix}mypy${target}`, 'the configuration of mypy');
  }
  const inCi = await namedInCi(files);
  // Which of its environments matter, CI says where it names them.
  const hasTox = toxIni.has('tox') || tool.tox || (await files.has('tox.toml'));
  if (hasTox && !inCi.has('tox')) {
    add('test', 'tox', 'the environments of tox', 'declared');
  }
  const nox = await files.read('noxfile.py');
  const session =
    nox && !inCi.has('nox') && /^def (tests?|unit)\(session\b/m.exec(nox)?.[1];
  if (session)
    add(
      'test',
      `nox -s ${session}`,
      `session ${session} of noxfile.py`,
      'declared',
    );
  if (await usesPytest(files, tests, tool.pytest !== undefined)) {
    add('test', `${prefix}pytest`, 'the tests for pytest');
  } else if (tests.length > 0) {
    add(
      'test',
      `${prefix}python -m unittest discover`,
      'the tests for unittest',
    );
  }
  return found;
}

/** The launchers that workflows name. */
async function namedInCi(files: TreeFiles): Promise<Set<string>> {
  const named = new Set<string>();
  for (const path of await files.list()) {
    if (!/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) continue;
    const source = (await files.read(path)) ?? '';
    for (const name of ['tox', 'nox']) {
      if (new RegExp(`\\b${name}\\b`).test(source)) named.add(name);
    }
  }
  return named;
}

async function hasAny(
  files: TreeFiles,
  names: readonly string[],
): Promise<boolean> {
  for (const name of names) if (await files.has(name)) return true;
  return false;
}

/** The folder of the code, as far as its name is plain. */
async function packageOf(files: TreeFiles): Promise<string> {
  const pyproject = await readPyproject(files, '');
  const name = text(sectionOf(pyproject, 'project', 'name'))?.replaceAll(
    '-',
    '_',
  );
  for (const folder of ['src', name, name?.toLowerCase()]) {
    if (folder && (await files.has(folder))) return folder;
  }
  return '.';
}

async function usesPytest(
  files: TreeFiles,
  tests: readonly string[],
  configured: boolean,
): Promise<boolean> {
  const own = [
    'pytest.ini',
    '.pytest.ini',
    'conftest.py',
    'tests/conftest.py',
    'test/conftest.py',
  ];
  if (configured || (await hasAny(files, own))) return true;
  for (const path of tests.slice(0, MAX_READ)) {
    const source = (await files.read(path)) ?? '';
    if (/^\s*(?:import|from) pytest\b/m.test(source)) return true;
    if (/^def test_/m.test(source)) return true;
  }
  return false;
}
