/** What stands for a version that does not count. */
const ANY = '<version>';
/** A version that is one: no range, nothing that is worked out. */
const VERSION = '\\d[\\w.-]*';
const DEPENDENCY =
  '(?:\\w*(?:[aA]pi|[iI]mplementation|[cC]ompileOnly|[rR]untimeOnly|[aA]nnotationProcessor|[kK]apt|[kK]sp|[cC]lasspath)|compile|runtime|testCompile|testRuntime|mavenBom)';
const PLATFORM =
  '(?:(?:platform|enforcedPlatform|kotlin|testFixtures)\\s*\\(\\s*)?';

/** Each with what stands before the version, and what behind it: those still count. */
const BUILD: readonly RegExp[] = [
  // implementation 'group:name:1.2', api(platform("group:name:1.2"))
  new RegExp(
    `^(\\s*${DEPENDENCY}\\s*\\(?\\s*${PLATFORM}["'][\\w.-]+:[\\w.-]+:)${VERSION}((?::[\\w.-]+)?(?:@\\w+)?["'].*)$`,
  ),
  // implementation group: 'group', name: 'name', version: '1.2'
  new RegExp(
    `^(\\s*${DEPENDENCY}\\s*\\(?\\s*group\\s*[:=]\\s*["'][\\w.-]+["'],\\s*name\\s*[:=]\\s*["'][\\w.-]+["'],\\s*version\\s*[:=]\\s*["'])${VERSION}(["'].*)$`,
  ),
  // id 'name' version '1.2', kotlin("jvm") version "1.2"
  new RegExp(
    `^(\\s*(?:id|kotlin)\\s*\\(?\\s*["'][\\w.-]+["']\\s*\\)?\\s*version\\s*\\(?\\s*["'])${VERSION}(["'].*)$`,
  ),
  // ext.nameVersion = '1.2', val nameVersion = "1.2", set('nameVersion', '1.2')
  new RegExp(
    `^(\\s*(?:(?:def|val|final|String)\\s+)*(?:ext\\.|extra\\[["']|set\\(["'])?(?<name>[\\w.-]*[vV]ersion)(?:["']\\])?["']?\\s*[=,]\\s*["'])${VERSION}(["']\\)?\\s*)$`,
  ),
];
const PROPERTY = new RegExp(
  `^(\\s*(?<name>[\\w.-]*[vV]ersion)\\s*[=:]\\s*)${VERSION}(\\s*)$`,
);
const DISTRIBUTION =
  /^(distributionUrl=https\\?:\/\/services\.gradle\.org\/distributions\/gradle-)\d[\w.-]*?(-(?:bin|all)\.zip\s*)$/;
/** What the compiler takes the sources for, and Gradle's own settings, are no dependencies. */
const OTHER =
  /java|jdk|jvm|source|target|language|level|sdk|^version$|^org\.gradle|^systemProp/i;

/**
 * A file of Gradle's build without the versions of dependencies and plugins, each as a literal where a build says it:
 * in a declaration, in a variable or property whose name ends in `Version`, and Gradle's own in its wrapper. All else
 * of the text stays: whatever is worked out, another repository, another name.
 */
export function withoutVersions(path: string, text: string): string {
  const patterns = patternsOf(path);
  if (patterns.length === 0) return text;
  return text
    .split('\n')
    .map(line => withoutVersion(line, patterns))
    .join('\n');
}

function patternsOf(path: string): readonly RegExp[] {
  if (path.endsWith('gradle-wrapper.properties')) return [DISTRIBUTION];
  if (path.endsWith('gradle.properties')) return [PROPERTY];
  return /\.gradle(?:\.kts)?$/.test(path) ? BUILD : [];
}

function withoutVersion(line: string, patterns: readonly RegExp[]): string {
  for (const pattern of patterns) {
    const match = pattern.exec(line);
    if (!match || OTHER.test(match.groups?.name ?? '')) continue;
    return `${match[1]}${ANY}${match[match.length - 1]}`;
  }
  return line;
}
