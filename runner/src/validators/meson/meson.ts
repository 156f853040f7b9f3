import type {
  Convention,
  Ecosystem,
  EcosystemSetup,
  OutputReader,
  SetupUse,
} from '../Ecosystem';
import { readCompiler } from '../cmake';
import { countOf, matchLines } from '../output';
import { parseScript } from '../shell';
import { firstArgument, join, optionValues } from '../trace';
import type { PlannedCommand, SetupCommand } from '../Validator';

const BUILD = 'builddir';
const VENV = '.venv';
const MESON = ['meson.build', 'meson_options.txt', 'meson.options'];

/** ` 2/3 name   FAIL   0.01s   exit status 1`, and the counts `Ok:   1` and `Fail: 1`. */
export const readMeson: OutputReader = lines => {
  const failures = matchLines(
    lines,
    /^\s*\d+\/\d+ (?<rule>\S.*?)\s+(?<message>FAIL|TIMEOUT|ERROR|UNEXPECTEDPASS)\b.*$/,
  );
  const count = countOf(
    lines,
    /^(?:Ok|Fail|Expected Fail|Unexpected Pass|Timeout): +(\d+)/i,
  );
  const none = lines.some(line => /^No tests defined\.$/.test(line));
  return {
    failures,
    ...(count !== undefined && { testCount: count }),
    ...(none && { ranNothing: true }),
  };
};

const DEPENDENCY =
  /(\bdependency\s*\(\s*'[\w.+-]+'\s*,\s*version\s*:\s*'(?:[<>=!]=?)?\s*)\d[\d.]*(?=')/g;

/** A file of Meson's build without the versions of dependencies. */
function withoutVersions(_path: string, text: string): string {
  return text.replace(DEPENDENCY, '$1<version>');
}

/** Repositories that Meson builds. */
export const meson: Ecosystem = {
  id: 'meson',
  looksFor: 'the build and the tests of meson.build',
  tools: [
    {
      programs: ['meson'],
      config: MESON,
      essence: withoutVersions,
      valued: [
        '-C',
        '--suite',
        '--timeout-multiplier',
        '-t',
        '--num-processes',
      ],
      quiet: ['-v', '--verbose', '--print-errorlogs'],
      sub: {
        setup: { setup: true },
        configure: { refuse: 'it only reports' },
        compile: { kind: 'build', read: readCompiler },
        test: { kind: 'test', selects: ['--suite'], read: readMeson },
        install: { refuse: 'it installs into the system' },
        dist: { refuse: 'it publishes' },
        '*': { setup: true },
      },
    },
  ],
  actions: [
    {
      action: 'BSFishy/meson-build',
      command: ({ action, directory = BUILD }) => {
        if (action === 'test') return `meson test -C ${directory}`;
        return action === 'build' ? `meson compile -C ${directory}` : undefined;
      },
    },
  ],

  async conventions(files): Promise<Convention[]> {
    // CMake stands for both where a repository has both.
    if (
      !(await files.has('meson.build')) ||
      (await files.has('CMakeLists.txt'))
    ) {
      return [];
    }
    const basis = { basis: 'default', reason: 'meson.build' } as const;
    return [
      { ...basis, kind: 'build', command: `meson compile -C ${BUILD}` },
      { ...basis, kind: 'test', command: `meson test -C ${BUILD}` },
    ];
  },

  async setup(_, { ci, commands }: SetupUse): Promise<EcosystemSetup> {
    const folders = new Set(commands.flatMap(foldersOf));
    if (folders.size === 0) return { setup: [], pins: [] };
    const setup: SetupCommand[] = [
      {
        command: `command -v meson >/dev/null || { python3 -m venv ${VENV} && ${VENV}/bin/pip install meson ninja; }`,
        ...{ needs: ['python3'], reason: 'meson.build' },
      },
    ];
    for (const folder of folders) {
      const own = ci.find(({ command, directory }) => {
        const words = parseScript(command).at(0)?.words ?? [];
        const at = firstArgument(words, words.at(1)?.text === 'setup' ? 2 : 1);
        return (
          at > 0 &&
          join(directory, words[at].text.replace(/\/$/, '')) === folder
        );
      });
      setup.push({
        command: own?.command ?? `meson setup ${folder}`,
        ...(own?.directory && { directory: own.directory }),
        reason: own?.reason ?? 'meson.build',
      });
    }
    return { setup, pins: [], path: [`${VENV}/bin`] };
  },
};

function foldersOf({ command, directory = '' }: PlannedCommand): string[] {
  return parseScript(command).flatMap(({ words }) =>
    ['meson', 'ninja'].includes(words[0].text)
      ? optionValues(words, ['-C']).map(path =>
          join(directory, path.replace(/\/$/, '')),
        )
      : [],
  );
}
