import type {
  CiSetup,
  Convention,
  Ecosystem,
  EcosystemSetup,
  SetupUse,
} from '../Ecosystem';
import { parseScript, plainWord, quoteWords } from '../shell';
import { join, optionValues } from '../trace';
import type { PlannedCommand, SetupCommand } from '../Validator';
import { buildFolderOf, cmakeTools, withoutMachine } from './tools';

const BUILD = 'build';

/** Repositories that CMake builds. */
export const cmake: Ecosystem = {
  id: 'cmake',
  looksFor: 'the build and the tests of CMakeLists.txt',
  tools: cmakeTools,

  async conventions(files): Promise<Convention[]> {
    const text = await files.read('CMakeLists.txt');
    if (text === undefined) return [];
    const basis = { basis: 'default', reason: 'CMakeLists.txt' } as const;
    const tested = /\b(?:enable_testing|include\s*\(\s*CTest)\b/i.test(text);
    const found: Convention[] = [
      { ...basis, kind: 'build', command: `cmake --build ${BUILD}` },
    ];
    if (
      tested ||
      (await files.has('test/CMakeLists.txt')) ||
      (await files.has('tests/CMakeLists.txt'))
    ) {
      found.push({
        ...{ ...basis, kind: 'test' },
        command: `ctest --test-dir ${BUILD} --output-on-failure`,
      });
    }
    return found;
  },

  async setup(files, { ci, commands }: SetupUse): Promise<EcosystemSetup> {
    const setup: SetupCommand[] = [];
    const configured = new Set<string>();
    const wanted = new Set(commands.flatMap(foldersOf));
    const tests = commands.some(({ kind }) => kind === 'test');
    for (const { command, directory, reason } of usualFirst(ci, commands)) {
      const words =
        parseScript(command)
          .at(0)
          ?.words.map(({ text }) => text) ?? [];
      const folder = buildFolderOf(words);
      const key = folder && join(directory, folder.replace(/^\.\//, ''));
      if (!key || !wanted.has(key) || configured.has(key)) continue;
      if (tests && /-D\w*TEST\w*=(?:OFF|0|NO|FALSE)\b/i.test(command)) continue;
      configured.add(key);
      setup.push({
        command: quoteWords(withoutMachine(words).map(plainWord)),
        ...(directory && { directory }),
        ...{ reason, needs: ['cmake'] },
      });
    }
    for (const folder of wanted) {
      if (configured.has(folder)) continue;
      const at = folder.lastIndexOf('/');
      const directory = at < 0 ? '' : folder.slice(0, at);
      if (!(await files.has(join(directory, 'CMakeLists.txt')))) continue;
      setup.push({
        command: `cmake -S . -B ${folder.slice(at + 1)}`,
        ...(directory && { directory }),
        ...{ reason: join(directory, 'CMakeLists.txt'), needs: ['cmake'] },
      });
    }
    return { setup, pins: [] };
  },
};

/** The configuration that most of the checks are built with comes first. */
function usualFirst(
  ci: readonly CiSetup[],
  commands: readonly PlannedCommand[],
): CiSetup[] {
  const weights = new Map<string, number>();
  for (const { command, reason } of ci) {
    const served = commands.filter(one => one.reason === reason).length;
    weights.set(command, (weights.get(command) ?? 0) + served);
  }
  const weightOf = ({ command }: CiSetup) => weights.get(command) ?? 0;
  return [...ci].sort((a, b) => weightOf(b) - weightOf(a));
}

/** The build folders that a check works in, from the root. */
function foldersOf({ command, directory = '' }: PlannedCommand): string[] {
  return parseScript(command).flatMap(({ words }) => {
    const [program] = words;
    if (program.text === 'cmake') {
      return optionValues(words, ['--build']).map(path =>
        join(directory, path.replace(/^\.\//, '')),
      );
    }
    if (program.text === 'ninja') {
      return optionValues(words, ['-C']).map(path => join(directory, path));
    }
    if (program.text !== 'ctest') return [];
    // Tests of a part are built with the whole.
    return optionValues(words, ['--test-dir']).map(path =>
      join(directory, path.split('/')[0]),
    );
  });
}
