import { discoverChecks } from '../discover';
import {
  commandsOf,
  definitionOf,
  filesOf,
  notChosenOf,
  setupOf,
  workflow,
} from '../testing';

const TOX = [
  '[tox]',
  'envlist = py3{9,10}{,-old}, lint',
  '[testenv]',
  'deps = pytest',
  'commands =',
  '    pytest {posargs:tests}',
  '    old: python -m mypy src',
  '[testenv:lint]',
  'commands = ruff check .',
  '[testenv:watch]',
  'commands = ptw',
].join('\n');

describe('the Python ecosystem', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'tools that CI calls, however it starts them',
      workflow(
        'uv run ruff check .',
        'poetry run black --check .',
        'python -m mypy src',
        'coverage run -m pytest',
        'uvx ruff format --check',
      ),
      [
        'format: poetry run black --check .',
        'format: uvx ruff format --check',
        'lint: uv run ruff check .',
        'typecheck: python -m mypy src',
        'test: coverage run -m pytest',
      ],
    ],
    [
      'actions that run a tool',
      workflow(
        { uses: 'astral-sh/ruff-action@v3' },
        { uses: 'psf/black@stable' },
      ),
      ['format: black --check --diff .', 'lint: ruff check'],
    ],
    [
      'environments of tox, for any Python',
      {
        'tox.ini': TOX,
        ...workflow(
          'tox -e py39',
          'tox -e py$(echo 3.10 | tr -d .)',
          'tox run -e lint',
        ),
      },
      ['lint: tox run -e lint', 'test: tox -e py'],
    ],
    [
      'sessions of nox by what they run',
      {
        'noxfile.py': [
          '@nox.session(python=["3.11"])',
          'def check(session):',
          '    session.install("ruff")',
          '    session.run("ruff", "check", ".")',
          '',
        ].join('\n'),
        ...workflow('nox -s check'),
      },
      ['lint: nox -s check'],
    ],
    [
      'scripts of Hatch, and of Poe',
      {
        'pyproject.toml': [
          '[tool.hatch.envs.lint.scripts]',
          'style = ["ruff check {args:.}", "black --check ."]',
          '[tool.poe.tasks]',
          'test = { sequence = ["unit"] }',
          'unit = "pytest tests"',
        ].join('\n'),
        ...workflow('hatch run lint:style', 'poe test'),
      },
      ['lint: hatch run lint:style', 'test: poe test'],
    ],
    [
      'what is configured where CI says nothing',
      {
        'pyproject.toml':
          '[tool.ruff]\n[tool.ruff.format]\n[tool.mypy]\nfiles = "src"\n[tool.pytest.ini_options]\n',
      },
      [
        'format: ruff format --check .',
        'lint: ruff check .',
        'typecheck: mypy',
        'test: pytest',
      ],
    ],
    [
      'tests of unittest',
      {
        'setup.py': '',
        'tests/test_a.py': 'import unittest\nclass A(unittest.TestCase): ...\n',
      },
      ['test: python -m unittest discover'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it('runs nothing that rewrites, watches, publishes or only reports', async () => {
    const files = filesOf({
      'tox.ini': TOX,
      ...workflow(
        'black .',
        'ruff check --fix',
        'isort .',
        'tox -e watch',
        'twine upload dist/*',
        'coverage report',
        'sphinx-build docs out',
      ),
    });

    expect(await commandsOf(files)).toEqual([]);
    expect(await notChosenOf(files)).toEqual([
      'black .: it rewrites files',
      'ruff check --fix: it rewrites files',
      'isort .: it rewrites files',
      'tox -e watch: it never ends',
    ]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'what CI installs for its checks, in an environment of its own',
      {
        'setup.py': 'setup(python_requires=">=3.8")',
        'dev.txt': '',
        ...workflow(
          'python -m pip install --upgrade pip',
          'pip install --user -r dev.txt',
          'pytest',
        ),
      },
      [
        'python3 -m venv .venv',
        'pip install -r dev.txt',
        'command -v pytest >/dev/null || pip install pytest',
      ],
    ],
    [
      'a lockfile of uv',
      {
        'pyproject.toml':
          '[project]\nname = "a"\n[dependency-groups]\ntest = []\n',
        'uv.lock': '',
        ...workflow('uv run pytest'),
      },
      [
        'python3 -m venv .venv',
        'command -v uv >/dev/null || pip install uv',
        'uv sync --locked --group test',
      ],
    ],
    [
      'Poetry in a folder',
      {
        'tests/pyproject.toml':
          '[tool.poetry.dependencies]\npython = "^3.12"\n',
        'tests/poetry.lock': '',
        ...workflow(
          'pip install poetry',
          'cd tests && poetry install --only test && poetry run pytest',
        ),
      },
      [
        'python3 -m venv .venv',
        'pip install poetry',
        'cd tests && poetry install --only test',
      ],
    ],
    [
      'extras and requirements where CI says nothing',
      {
        'pyproject.toml':
          '[project]\nname = "a"\n[project.optional-dependencies]\ntest = []\n[tool.pytest]\n',
        'requirements-dev.txt': '',
      },
      [
        'python3 -m venv .venv',
        'pip install -r requirements-dev.txt',
        "pip install -e '.[test]'",
        'command -v pytest >/dev/null || pip install pytest',
      ],
    ],
  ])('sets up %s', async (_, files, setup) => {
    expect(await setupOf(files)).toEqual(setup);
  });

  it('says which Python is needed, and lays out with the same tool', async () => {
    const { plan } = await discoverChecks(
      filesOf({
        'pyproject.toml': '[project]\nrequires-python = ">=3.10,<4"\n',
        ...workflow('black --check --diff .'),
      }),
    );

    expect(plan.path).toEqual(['.venv/bin']);
    expect(plan.commands).toMatchObject([
      { fix: 'black .', needs: ['black', 'python3 >=3.10'] },
    ]);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'sections, not dependencies',
      {
        'pyproject.toml':
          '[project]\ndependencies = ["a"]\n[tool.ruff]\nline-length = 90\n',
      },
      'ruff check .',
      ['tool.ruff in pyproject.toml'],
    ],
    [
      'the commands of an environment',
      { 'tox.ini': TOX },
      'tox -e lint',
      ['environment lint of tox.ini'],
    ],
    [
      'the configuration of tests',
      { 'setup.cfg': '[tool:pytest]\naddopts = -q\n', 'conftest.py': 'x' },
      'pytest',
      ['conftest.py', 'tool:pytest in setup.cfg'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect((await definitionOf(files, command)).sort()).toEqual(names);
  });
});
