import type { TreeFiles } from '../../git';
import type { Call, Expansion, Tool } from '../Ecosystem';
import { plainWord, quoteWords, type Word } from '../shell';
import { isOption, join, optionValues, withoutOptions } from '../trace';
import { readMaven } from './output';
import { buildOf, defaultGoal, readPom } from './pom';

const VALUES = [
  '-f',
  '--file',
  '-P',
  '--activate-profiles',
  '-pl',
  '--projects',
  '-s',
  '--settings',
  '-gs',
  '-T',
  '--threads',
  '-rf',
  '--resume-from',
  '-l',
  '-t',
];
const QUIET = [
  '-B',
  '--batch-mode',
  '-ntp',
  '--no-transfer-progress',
  '-V',
  '--show-version',
  '-X',
  '--debug',
  '-e',
  '--errors',
  '-q',
  '--quiet',
  '-U',
  '-Dstyle.color',
  '-Dorg.slf4j.simpleLogger.log.org.apache.maven.cli.transfer.Slf4jMavenTransferListener',
];
const SELECTS = [
  '-P',
  '--activate-profiles',
  '-pl',
  '--projects',
  '-f',
  '--file',
];
const SKIPS = [
  '-DskipTests',
  '-Dmaven.test.skip',
  '-DskipITs',
  '-Dsurefire.skip',
];
/** What a phase runs through, as far as it checks anything. */
const PHASES: Readonly<Record<string, readonly string[]>> = {
  compile: ['compile'],
  'process-classes': ['compile'],
  'test-compile': ['compile', 'test-compile'],
  'process-test-classes': ['compile', 'test-compile'],
  test: ['compile', 'test-compile', 'test'],
  package: ['compile', 'test-compile', 'test', 'package'],
  'integration-test': ['compile', 'test-compile', 'test', 'package', 'verify'],
  verify: ['compile', 'test-compile', 'test', 'package', 'verify'],
  install: ['compile', 'test-compile', 'test', 'package', 'verify'],
};

/** Without what says nothing of what is checked, and without the file that is taken anyway. */
function withoutNoise(words: readonly Word[]): Word[] {
  const usual = optionValues(words, ['-f', '--file']).every(
    file => file === 'pom.xml' || file === './pom.xml',
  );
  const files = usual ? ['-f', '--file'] : [];
  return withoutOptions(words, [...QUIET, ...files], files);
}

/** The goals of a call, one by one: each is a call of `maven-goal` with what chooses modules. */
async function expandMaven(
  call: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const { words, directory } = call;
  const pom = await readPom(files, directory);
  const goals = goalsOf(call);
  const named =
    goals.length > 0 ? goals : (defaultGoal(pom ?? '') ?? '').split(/\s+/);
  const skipped = SKIPS.some(name =>
    words.some(({ text }) => isOption(text, name) && !text.endsWith('=false')),
  );
  const run = named.filter(Boolean).flatMap(goal => {
    const phases = PHASES[goal];
    if (!phases) return [goal];
    if (goal === 'install' && skipped) return ['install-only'];
    return skipped ? phases.filter(one => /compile|package/.test(one)) : phases;
  });
  const chosen = SELECTS.flatMap(name =>
    optionValues(words, [name])
      // The same file that is taken anyway.
      .filter(value => value !== 'pom.xml')
      .flatMap(value => [plainWord(name), plainWord(value)]),
  );
  const script = run.map(goal =>
    quoteWords([plainWord('maven-goal'), plainWord(goal), ...chosen]),
  );
  return {
    scripts: [
      {
        name: `the build of ${join(directory, 'pom.xml')}`,
        text: buildOf(pom ?? ''),
        script: [...new Set(script)].join('\n'),
        directory,
      },
    ],
  };
}

function goalsOf({ words }: Call): string[] {
  const goals: string[] = [];
  for (let index = 1; index < words.length; index++) {
    const { text } = words[index];
    if (VALUES.includes(text)) index += 1;
    else if (!text.startsWith('-') && !text.startsWith('!')) {
      goals.push(text.replace(/@.*$/, ''));
    }
  }
  return goals;
}

const CHECKSTYLE = [
  '*checkstyle*.xml',
  'checkstyle-suppressions.xml',
  'pmd*.xml',
  '*ruleset*.xml',
  'spotbugs*.xml',
  'eclipse-formatter*.xml',
];
const check = (kind: 'lint' | 'format') =>
  ({ kind, read: readMaven, config: CHECKSTYLE } as const);
const MAVEN = [
  '.mvn/maven.config',
  '.mvn/jvm.config',
  '.mvn/extensions.xml',
  '.mvn/wrapper/*',
];
const DISTRIBUTION =
  /^(distributionUrl=https:\/\/repo\.maven\.apache\.org\/maven2\/org\/apache\/maven\/apache-maven\/)(\d[\w.-]*)\/apache-maven-\2(-bin\.(?:zip|tar\.gz)\s*)$/m;

/** Maven's own version, where its wrapper gets it from where Maven publishes it. */
function withoutVersion(path: string, text: string): string {
  return path.endsWith('maven-wrapper.properties')
    ? text.replace(DISTRIBUTION, '$1<version>$3')
    : text;
}

/** A goal of a plugin by its short name, or by the plugin's coordinates. */
function goalName(text: string): string {
  const parts = text.split(':');
  if (parts.length < 3) return text;
  const plugin = parts[1].replace(/^maven-|-maven-plugin$|-plugin$/g, '');
  return `${plugin}:${parts[parts.length - 1]}`;
}

/** Programs of Maven. */
export const mavenTools: readonly Tool[] = [
  {
    programs: ['mvn', 'mvnw', 'mvnd'],
    wrapper: true,
    quiet: QUIET,
    as(call) {
      const kept = withoutNoise(call.words);
      return kept.length < call.words.length
        ? { ...call, words: kept }
        : undefined;
    },
    expand: expandMaven,
  },
  {
    programs: ['maven-goal'],
    valued: VALUES,
    selects: SELECTS,
    config: MAVEN,
    essence: withoutVersion,
    read: readMaven,
    as(call) {
      const goal = call.words.at(1);
      const name = goal && goalName(goal.text);
      if (!goal || name === goal.text || name === undefined) return undefined;
      return {
        ...call,
        words: [call.words[0], plainWord(name), ...call.words.slice(2)],
      };
    },
    sub: {
      compile: { kind: 'build' },
      'test-compile': { kind: 'build' },
      package: { kind: 'build' },
      test: { kind: 'test' },
      verify: { kind: 'test' },
      'surefire:test': { kind: 'test' },
      'failsafe:integration-test': { kind: 'test' },
      'failsafe:verify': { kind: 'test' },
      'checkstyle:check': check('lint'),
      'checkstyle:checkstyle': { refuse: 'it only reports' },
      'spotbugs:check': check('lint'),
      'pmd:check': check('lint'),
      'license:check': check('lint'),
      'license:check-file-header': check('lint'),
      'apache-rat:check': check('lint'),
      'animal-sniffer:check': check('lint'),
      'enforcer:enforce': check('lint'),
      'japicmp:cmp': { refuse: 'it only reports' },
      'forbiddenapis:check': check('lint'),
      'spotless:check': check('format'),
      'fmt:check': check('format'),
      'formatter:validate': check('format'),
      'git-code-format:validate-code-format': check('format'),
      'ktlint:check': check('lint'),
      'detekt:check': check('lint'),
      'spotless:apply': { refuse: 'it rewrites files' },
      'fmt:format': { refuse: 'it rewrites files' },
      'formatter:format': { refuse: 'it rewrites files' },
      'dependency:go-offline': { setup: true },
      'dependency:resolve': { setup: true },
      'install-only': { refuse: 'it installs into the system' },
      deploy: { refuse: 'it publishes' },
      'release:prepare': { refuse: 'it publishes' },
      'release:perform': { refuse: 'it publishes' },
      'jacoco:report': { refuse: 'it only reports' },
      'versions:set': { refuse: 'it rewrites files' },
      site: { refuse: 'it builds documentation' },
      'javadoc:javadoc': { refuse: 'it builds documentation' },
    },
  },
  {
    programs: ['ant'],
    sub: { test: { kind: 'test' }, compile: { kind: 'build' } },
  },
];
