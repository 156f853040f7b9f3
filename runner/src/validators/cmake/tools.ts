import type { TreeFiles } from '../../git';
import type { Call, Expansion, Tool } from '../Ecosystem';
import { plainWord, quoteWords } from '../shell';
import { hasOption, isOption, join, optionValues } from '../trace';
import { cmakeFromAbove, ctestFromAbove } from './buildFolder';
import { readCompiler, readCtest } from './output';
import { withoutVersions } from './withoutVersions';

const CMAKE = ['CMakeLists.txt', 'CMakePresets.json', '*.cmake'];
const OWN_MACHINE = [
  '-DCMAKE_CXX_COMPILER',
  '-DCMAKE_C_COMPILER',
  '-DCMAKE_C_COMPILER_LAUNCHER',
  '-DCMAKE_CXX_COMPILER_LAUNCHER',
  '-DCMAKE_INSTALL_PREFIX',
  '-DCMAKE_TOOLCHAIN_FILE',
];

/** What CMake or Meson made for Ninja. */
async function expandNinja(
  { words, directory }: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const folder = optionValues(words, ['-C']).at(0) ?? '.';
  const targets = words
    .slice(1)
    .map(({ text }) => text)
    .filter(text => /^[a-z][\w-]*$/.test(text) && text !== folder);
  const tests = targets.some(target => /^(?:test|check)$/.test(target));
  const known = targets.length === 0 || tests || targets.includes('all');
  if (!known) return undefined;
  const cmake = await files.has(join(directory, 'CMakeLists.txt'));
  const meson = `meson ${tests ? 'test' : 'compile'} -C ${folder}`;
  const own = tests ? `ctest --test-dir ${folder}` : `cmake --build ${folder}`;
  const script = cmake ? own : meson;
  return {
    scripts: [{ name: 'the build for Ninja', text: '', script, directory }],
  };
}

/** Programs of CMake. */
export const cmakeTools: readonly Tool[] = [
  {
    programs: ['cmake'],
    as: cmakeFromAbove,
    kindWith: { '--build': 'build', '--workflow': 'test' },
    refuseWith: {
      '--install': 'it installs into the system',
      '-E': 'it only reports',
      '-P': 'it only reports',
      '--open': 'it never ends',
    },
    quiet: ['-j', '--parallel', '--verbose', '-v'],
    valued: [
      '--build',
      '--config',
      '--target',
      '-t',
      '-j',
      '--parallel',
      '--preset',
    ],
    selects: ['--target', '-t'],
    config: CMAKE,
    essence: withoutVersions,
    read: readCompiler,
    async expand({ words, directory }) {
      if (
        hasOption(words, [
          '--build',
          '--workflow',
          '--install',
          '-E',
          '-P',
          '--open',
        ])
      ) {
        return undefined;
      }
      const script = quoteWords([
        plainWord('cmake-configure'),
        ...words.slice(1),
      ]);
      return {
        scripts: [
          { name: 'the configuration of CMake', text: '', script, directory },
        ],
      };
    },
  },
  { programs: ['cmake-configure'], setup: true },
  {
    programs: ['ctest'],
    as: ctestFromAbove,
    kind: 'test',
    quiet: ['-V', '-VV', '-j', '--parallel', '--verbose'],
    valued: [
      '--test-dir',
      '-C',
      '--build-config',
      '-j',
      '--parallel',
      '-R',
      '-E',
      '-L',
      '-LE',
      '--timeout',
      '-T',
      '--preset',
      '--output-junit',
    ],
    selects: ['-R', '-E', '-L', '-LE'],
    config: CMAKE,
    essence: withoutVersions,
    read: readCtest,
  },
  { programs: ['ninja', 'ninja-build', 'samu'], expand: expandNinja },
  {
    programs: [
      'clang-format',
      'run-clang-format',
      'cmake-format',
      'gersemi',
      'astyle',
      'uncrustify',
    ],
    kind: 'format',
    checksWith: ['--dry-run', '-n', '--Werror', '--check'],
    writesWith: ['-i', '--in-place'],
    fix: {
      drop: ['--dry-run', '-n', '--Werror', '-Werror', '--check'],
      add: ['-i'],
    },
    config: ['.clang-format', '.cmake-format*', '.gersemirc'],
    read: readCompiler,
  },
  {
    programs: [
      'clang-tidy',
      'run-clang-tidy',
      'cppcheck',
      'cpplint',
      'cmake-lint',
      'cppclean',
    ],
    kind: 'lint',
    writesWith: ['-fix', '--fix'],
    config: ['.clang-tidy', 'CPPLINT.cfg'],
    read: readCompiler,
  },
  {
    programs: ['bazel', 'bazelisk'],
    config: ['.bazelrc', 'BUILD.bazel', 'MODULE.bazel', 'WORKSPACE'],
    sub: { test: { kind: 'test' }, build: { kind: 'build' } },
  },
  {
    programs: ['xcodebuild', 'msbuild'],
    refuse: 'it needs a browser or a service',
  },
];

/** A configuration for this machine: whatever compiler it has. */
export function withoutMachine(words: readonly string[]): string[] {
  return words.filter(
    word =>
      !OWN_MACHINE.some(
        name => word.startsWith(`${name}=`) || word.startsWith(`${name}:`),
      ),
  );
}

/** The build folder that a configuration makes. */
export function buildFolderOf(words: readonly string[]): string | undefined {
  const at = words.findIndex(word => isOption(word, '-B') || /^-B./.test(word));
  if (at < 0) return undefined;
  return words[at] === '-B'
    ? words.at(at + 1)
    : words[at].slice(2).replace(/^=/, '');
}
