import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import type { Call, Refusal, Tool } from '../Ecosystem';
import { plainWord, quoteWords } from '../shell';
import { isOption, kindOfName } from '../trace';
import { readGradle } from './output';
import { withoutVersions } from './withoutVersions';

const VALUES = [
  '-x',
  '--exclude-task',
  '-p',
  '--project-dir',
  '-b',
  '-c',
  '-I',
  '--init-script',
  '--max-workers',
  '--tests',
  '--console',
  '--warning-mode',
  '-g',
];
const QUIET = [
  '--no-daemon',
  '--stacktrace',
  '-s',
  '--scan',
  '--info',
  '-i',
  '--console',
  '--warning-mode',
  '--build-cache',
  '--no-build-cache',
  '--parallel',
  '--max-workers',
  '-S',
  '--full-stacktrace',
  '--configuration-cache',
  '--no-configuration-cache',
  '-q',
  '-d',
  '--debug',
  '--rerun-tasks',
  '--refresh-dependencies',
  '-Dorg.gradle.workers.max',
  '-Dorg.gradle.jvmargs',
  '--profile',
  '--warn',
  '--no-parallel',
];
const CONFIG = [
  'build.gradle',
  'build.gradle.kts',
  'settings.gradle',
  'settings.gradle.kts',
  'gradle.properties',
  'gradle/wrapper/gradle-wrapper.*',
  '*.gradle',
  'detekt*.yml',
  '*checkstyle*.xml',
  '.editorconfig',
  'buildSrc/**',
  'build-logic/**',
];

/** What tasks of well-known plugins do; the last part of `:module:task`. */
const TASKS: readonly [RegExp, CheckKind | Refusal | undefined][] = [
  [
    /^publish|^upload|^close\w*Repository|^release|^deploy|^jib$|^bintray/i,
    'it publishes',
  ],
  [/^(?:install|uninstall)/, 'it installs into the system'],
  [
    /Apply$|Format$|^format$|^apiDump$|^update|^wrapper$|Fix$|^generate|^record/,
    'it rewrites files',
  ],
  [
    /^connected|AndroidTest$|DeviceCheck$|^(?:ios|watchos|tvos|macos)\w*Test$|BrowserTest$|[eE]mulator|docker/i,
    'it needs a browser or a service',
  ],
  [
    /^(?:run|bootRun|start|serve|jettyRun|quarkusDev)$|[wW]atch/,
    'it never ends',
  ],
  [
    /^(?:javadoc|dokka|kdoc|asciidoctor|site|groovydoc|scaladoc)/i,
    'it builds documentation',
  ],
  [
    /^(?:jacoco|kover|dependencies|dependencyUpdates|projects|tasks|help|clean|properties|buildHealth|buildEnvironment|version|printVersion|benchmark|jmh|codeCoverage|coveralls)/i,
    undefined,
  ],
  [
    /^(?:spotless\w*Check|spotlessCheck|ktfmtCheck|googleJavaFormat|verifyGoogleJavaFormat|formatCheck|checkFormat)/i,
    'format',
  ],
  [
    /^(?:detekt|ktlint|checkstyle|pmd|spotbugs|lint|codenarc|forbiddenApis|animalSniffer|apiCheck|license|japicmp|metalavaCheck|sortDependencies|rat)/i,
    'lint',
  ],
  [/^(?:check|build|verify|allTests|test\b)/, 'test'],
  [
    /^(?:assemble|compile|classes|testClasses|jar|shadowJar|bootJar|package|installDist|distZip)/,
    'build',
  ],
];

function taskKind(task: string): CheckKind | Refusal | undefined {
  const name = task.slice(task.lastIndexOf(':') + 1);
  const found = TASKS.find(([pattern]) => pattern.test(name));
  return found ? found[1] : kindOfName(name);
}

function isKind(word: CheckKind | Refusal): word is CheckKind {
  return ['format', 'lint', 'typecheck', 'test', 'build'].includes(word);
}

function tasksOf({ words }: Call): { tasks: string[]; excluded: string[] } {
  const tasks: string[] = [];
  const excluded: string[] = [];
  for (let index = 1; index < words.length; index++) {
    const { text } = words[index];
    if (text === '-x' || text === '--exclude-task') {
      excluded.push(words.at(index + 1)?.text ?? '');
      index += 1;
    } else if (VALUES.includes(text)) index += 1;
    else if (!text.startsWith('-')) tasks.push(text);
  }
  return { tasks, excluded };
}

/** One call of `gradle-<kind>` for each task, so that each is known by what it does. */
function partsOf(call: Call): string[] {
  const { tasks, excluded } = tasksOf(call);
  const untested = excluded.some(name => /(?:^|:)(?:test|check)$/.test(name));
  return tasks.flatMap(task => {
    const kind = taskKind(task);
    if (kind === undefined) return [];
    if (!isKind(kind)) {
      return [quoteWords([plainWord('gradle-refused'), plainWord(kind)])];
    }
    const program = `gradle-${untested ? kindWithoutTests(task, kind) : kind}`;
    const names = untested
      ? [task.replace(/build$/, 'assemble')]
      : withTests(task);
    return names.map(name => quoteWords([program, name].map(plainWord)));
  });
}

/** `build` checks, and `check` tests. */
function withTests(task: string): string[] {
  const [, module, name] = /^(.*?)(build|check)$/.exec(task) ?? [];
  if (name === undefined || (module !== '' && !module.endsWith(':')))
    return [task];
  const all = name === 'build' ? ['build', 'check', 'test'] : ['check', 'test'];
  return all.map(one => `${module}${one}`);
}

/** `build -x test` assembles, `check -x test` lints. */
function kindWithoutTests(task: string, kind: CheckKind): CheckKind {
  if (/(?:^|:)build$/.test(task)) return 'build';
  return /(?:^|:)check$/.test(task) ? 'lint' : kind;
}

/** Programs of Gradle. */
export const gradleTools: readonly Tool[] = [
  {
    programs: ['gradle', 'gradlew'],
    wrapper: true,
    refuseWith: { '-t': 'it never ends', '--continuous': 'it never ends' },
    as(call) {
      const kept = withoutQuiet(call);
      return kept.words.length < call.words.length ? kept : undefined;
    },
    async expand(call) {
      if (
        call.words.some(({ text }) => text === '-t' || text === '--continuous')
      ) {
        return undefined;
      }
      const { directory } = call;
      return {
        scripts: [
          {
            name: 'the tasks of Gradle',
            text: '',
            script: partsOf(call).join('\n'),
            directory,
          },
        ],
      };
    },
  },
  ...(['format', 'lint', 'typecheck', 'test', 'build'] as const).map(
    (kind): Tool => ({
      programs: [`gradle-${kind}`],
      kind,
      config: CONFIG,
      essence: withoutVersions,
      read: readGradle,
    }),
  ),
  {
    programs: ['gradle-refused'],
    sub: Object.fromEntries(
      (
        [
          'it publishes',
          'it installs into the system',
          'it rewrites files',
          'it needs a browser or a service',
          'it never ends',
          'it builds documentation',
        ] as const
      ).map(refuse => [refuse, { refuse }]),
    ),
  },
  {
    programs: ['ktlint'],
    kind: 'lint',
    writesWith: ['-F', '--format'],
    config: ['.editorconfig'],
    read: readGradle,
  },
  {
    programs: ['detekt'],
    kind: 'lint',
    config: ['detekt*.yml'],
    configWith: ['--config', '-c'],
    read: readGradle,
  },
];

function withoutQuiet(call: Call): Call {
  const words = [];
  for (let index = 0; index < call.words.length; index++) {
    const word = call.words[index];
    const name = QUIET.find(one => isOption(word.text, one));
    if (index === 0 || !name) words.push(word);
    else if (VALUES.includes(word.text)) index += 1;
  }
  return { ...call, words };
}
