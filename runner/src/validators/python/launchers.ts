import type { Call, Tool, ToolRule } from '../Ecosystem';
import type { TreeFiles } from '../../git';
import type { Word } from '../shell';
import { firstArgument, kindOfName, repositoryScript } from '../trace';
import { expandHatch, expandTask } from './tasks';

const setup: ToolRule = { setup: true };
const publishes: ToolRule = { refuse: 'it publishes' };
const reports: ToolRule = { refuse: 'it only reports' };

/** Options of `uv run`, `uvx`, `poetry run` that are followed by a value. */
const RUN_VALUES = [
  '--with',
  '--with-requirements',
  '--with-editable',
  '--group',
  '--only-group',
  '--no-group',
  '--extra',
  '--no-extra',
  '--package',
  '--python',
  '-p',
  '--from',
  '--spec',
  '--directory',
  '--project',
  '--env-file',
  '--index',
  '--index-url',
  '--index-strategy',
  '--resolution',
  '--prerelease',
  '--constraints',
  '-c',
  '-C',
  '-w',
];

/** The command that a launcher starts: what follows its own options. */
function launched(words: readonly Word[], from: number) {
  let index = firstArgument(words, from, RUN_VALUES);
  const end = words.findIndex(({ text }, at) => at >= from && text === '--');
  if (end >= 0 && (index < 0 || end < index)) index = end + 1;
  const module = words.findIndex(
    ({ text }, at) =>
      at >= from &&
      (index < 0 || at < index) &&
      ['-m', '--module'].includes(text),
  );
  const at = module >= 0 ? module + 1 : index;
  return at > 0 && at < words.length ? words.slice(at) : undefined;
}

function runs(...skipped: readonly string[]): ToolRule {
  return {
    wraps(words) {
      const at = 1 + skipped.length;
      return launched(words, at);
    },
  };
}

/** A task that the project declares, else a program of its environment. */
function runsTask(section: readonly string[], from: number): ToolRule {
  return {
    async expand(call, files) {
      const at = firstArgument(call.words, from, RUN_VALUES);
      if (at < 0) return undefined;
      const { text: name } = call.words[at];
      const task = await expandTask(
        section,
        name,
        call.words.slice(at + 1),
        call,
        files,
      );
      if (task) return task;
      const program = call.words
        .slice(at)
        .map(({ text }) => text)
        .join(' ');
      const directory = call.directory;
      return {
        scripts: [{ name: program, text: '', script: program, directory }],
      };
    },
  };
}

async function expandPython(call: Call, files: TreeFiles) {
  const { words, directory } = call;
  const at = firstArgument(words, 1, ['-W', '-X']);
  if (at < 0 || words.slice(1, at).some(({ text }) => /^-\w*c$/.test(text))) {
    return undefined;
  }
  const { text: path } = words[at];
  const name = path.slice(path.lastIndexOf('/') + 1);
  const command = words.at(at + 1)?.text ?? '';
  if (name === 'setup.py' || name === 'manage.py') {
    const script = `${name} ${words
      .slice(at + 1)
      .map(({ text }) => text)
      .join(' ')}`;
    return { scripts: [{ name, text: '', script, directory }] };
  }
  const kind = kindOfName(`${path} ${command}`);
  // A name that says it lays out or builds does not say that it checks.
  const checks = kind === 'format' || kind === 'build' ? undefined : kind;
  return await repositoryScript(files, directory, path, { kind: checks });
}

/** Programs that start others, and those that get packages. */
export const launchers: readonly Tool[] = [
  {
    programs: ['python', 'pypy', 'py', 'coverage-python'],
    wraps(words) {
      const index = words.findIndex(({ text }) => /^-[bdEisSuv]*m$/.test(text));
      const script = firstArgument(words, 1, ['-W', '-X', '-m']);
      if (index < 0 || (script >= 0 && script < index)) return undefined;
      return index + 1 < words.length ? words.slice(index + 1) : undefined;
    },
    expand: expandPython,
  },
  {
    programs: ['setup.py'],
    sub: {
      test: { kind: 'test' },
      check: { kind: 'lint' },
      build: { kind: 'build' },
      build_ext: setup,
      develop: setup,
      install: setup,
      sdist: reports,
      bdist_wheel: reports,
      upload: publishes,
    },
  },
  {
    programs: ['manage.py', 'django-admin'],
    sub: {
      test: { kind: 'test' },
      check: { kind: 'lint' },
      makemigrations: { kind: 'lint', checksWith: ['--check', '--dry-run'] },
      runserver: { refuse: 'it never ends' },
    },
  },
  {
    programs: ['pip'],
    quiet: [
      '--user',
      '--progress-bar',
      '-q',
      '--quiet',
      '--break-system-packages',
    ],
    valued: ['--progress-bar', '-r', '-c', '-e', '--group'],
    sub: {
      install: setup,
      check: reports,
      list: reports,
      freeze: reports,
      wheel: reports,
    },
  },
  {
    programs: ['uv'],
    valued: RUN_VALUES,
    quiet: ['--python', '--managed-python', '-q', '--quiet', '--no-progress'],
    sub: {
      sync: setup,
      venv: reports,
      lock: { kind: 'lint', checksWith: ['--check', '--locked', '--dry-run'] },
      format: {
        kind: 'format',
        checksWith: ['--check', '--diff'],
        fix: { drop: ['--check', '--diff'] },
      },
      pip: {
        quiet: ['--system', '--user'],
        sub: { install: setup, sync: setup },
      },
      run: runs('run'),
      tool: { sub: { run: runs('tool', 'run'), install: setup } },
      build: { kind: 'build' },
      publish: publishes,
      python: { refuse: 'it installs into the system' },
      export: reports,
    },
  },
  { programs: ['uvx', 'pipx-run'], ...runs() },
  {
    programs: ['pipx'],
    sub: { run: runs('run'), install: setup, inject: setup },
  },
  {
    programs: ['poetry'],
    valued: ['-C', '--directory', '-P', '--project', '--only', '--with', '-E'],
    sub: {
      install: setup,
      sync: setup,
      run: runs('run'),
      check: { kind: 'lint' },
      build: { kind: 'build' },
      publish: publishes,
      lock: { kind: 'lint', checksWith: ['--check'] },
    },
  },
  {
    programs: ['pdm'],
    sub: {
      install: setup,
      sync: setup,
      run: runsTask(['tool', 'pdm', 'scripts'], 2),
      build: { kind: 'build' },
      lock: { kind: 'lint', checksWith: ['--check'] },
      publish: publishes,
      '*': runsTask(['tool', 'pdm', 'scripts'], 1),
    },
  },
  {
    programs: ['pipenv'],
    sub: { install: setup, sync: setup, run: runs('run') },
  },
  {
    programs: ['rye'],
    sub: {
      sync: setup,
      test: { kind: 'test' },
      lint: { kind: 'lint', writesWith: ['--fix'] },
      fmt: {
        kind: 'format',
        checksWith: ['--check'],
        fix: { drop: ['--check'] },
      },
      build: { kind: 'build' },
      publish: publishes,
      run: runsTask(['tool', 'rye', 'scripts'], 2),
    },
  },
  {
    programs: ['poe', 'poethepoet'],
    ...runsTask(['tool', 'poe', 'tasks'], 1),
  },
  {
    programs: ['hatch'],
    valued: ['-e', '--env', '-p', '--project'],
    config: ['hatch.toml', 'pyproject.toml#tool.hatch.envs'],
    sub: {
      run: {
        async expand(call, files) {
          const { words, directory } = call;
          const at = firstArgument(words, 2, []);
          if (at < 0) return undefined;
          const found = await expandHatch(words[at].text, call, files);
          if (found) return found;
          const program = words
            .slice(at)
            .map(({ text }) => text.replace(/^[\w.-]+:/, ''))
            .join(' ');
          return {
            scripts: [{ name: program, text: '', script: program, directory }],
          };
        },
      },
      test: { kind: 'test' },
      fmt: {
        kind: 'format',
        checksWith: ['--check'],
        fix: { drop: ['--check'] },
      },
      build: { kind: 'build' },
      publish: publishes,
      env: { sub: { create: setup } },
    },
  },
  {
    programs: ['coverage'],
    sub: {
      run: {
        valued: [
          '--source',
          '--rcfile',
          '--omit',
          '--include',
          '--context',
          '--data-file',
        ],
        wraps(words) {
          const module = words.findIndex(({ text }) => text === '-m');
          if (module > 0) return words.slice(module + 1);
          const at = firstArgument(words, 2, [
            '--source',
            '--rcfile',
            '--omit',
            '--include',
          ]);
          return at < 0 ? undefined : words.slice(at);
        },
      },
      '*': reports,
    },
  },
  {
    programs: ['conda', 'mamba', 'micromamba'],
    refuse: 'it installs into the system',
  },
];
