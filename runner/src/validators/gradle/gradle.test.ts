import {
  alteredBy,
  commandsOf,
  definitionOf,
  fetchOf,
  filesOf,
  notChosenOf,
  workflow,
} from '../testing';

describe('the Gradle ecosystem', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'tasks by what they do',
      {
        gradlew: '#!/bin/sh\nexit 0',
        'build.gradle': '',
        ...workflow(
          './gradlew --no-daemon spotlessCheck',
          './gradlew detekt',
          './gradlew :app:test',
          './gradlew assemble',
        ),
      },
      [
        'format: ./gradlew spotlessCheck',
        'lint: ./gradlew detekt',
        'test: ./gradlew :app:test',
        'build: ./gradlew assemble',
      ],
    ],
    [
      'the whole once',
      {
        'build.gradle': '',
        ...workflow('gradle test', 'gradle check', 'gradle build'),
      },
      ['test: gradle build'],
    ],
    [
      'a build without tests',
      {
        'build.gradle': '',
        ...workflow('gradle build -x test', 'gradle test'),
      },
      ['build: gradle build -x test', 'test: gradle test'],
    ],
    [
      'the check where CI says nothing',
      { 'build.gradle.kts': '', gradlew: '#!/bin/sh\n' },
      ['test: ./gradlew check'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'publication, device or server',
      {
        ...workflow(
          './gradlew publish',
          './gradlew connectedCheck',
          './gradlew bootRun',
          './gradlew spotlessApply',
        ),
      },
      [
        './gradlew connectedCheck: it needs a browser or a service',
        './gradlew bootRun: it never ends',
        './gradlew spotlessApply: it rewrites files',
      ],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it('compiles, and runs no test, where a check could not download', async () => {
    const files = { 'build.gradle': '', gradlew: '#!/bin/sh\n' };

    expect(await fetchOf(files)).toEqual(['./gradlew --no-daemon testClasses']);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'the files of the build',
      { 'build.gradle': 'x', 'settings.gradle': 'y', 'src/A.java': '' },
      'gradle check',
      ['the tasks of Gradle', 'build.gradle', 'settings.gradle'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });

  describe('lets a change of versions alone be', () => {
    it.each<[string, string, string]>([
      [
        'build.gradle',
        "  testImplementation 'org.junit:junit-bom:5.9.1'",
        "  testImplementation 'org.junit:junit-bom:5.10.0-M1'",
      ],
      [
        'app/build.gradle.kts',
        '  implementation(platform("a.b:c:1.0")) { exclude("x") }',
        '  implementation(platform("a.b:c:2.0")) { exclude("x") }',
      ],
      [
        'build.gradle',
        "  api group: 'a', name: 'b', version: '1.0'",
        "  api group: 'a', name: 'b', version: '1.1'",
      ],
      [
        'build.gradle',
        "id 'com.diffplug.spotless' version '6.1' apply false",
        "id 'com.diffplug.spotless' version '6.2' apply false",
      ],
      [
        'build.gradle.kts',
        'kotlin("jvm") version "1.9.0"',
        'kotlin("jvm") version "2.0.0"',
      ],
      [
        'build.gradle',
        "ext.guavaVersion = '31.0'",
        "ext.guavaVersion = '32.0'",
      ],
      [
        'build.gradle.kts',
        'val ktorVersion = "2.1"',
        'val ktorVersion = "2.2"',
      ],
      ['gradle.properties', 'junitVersion=5.9.0', 'junitVersion=5.9.3'],
      [
        'gradle/wrapper/gradle-wrapper.properties',
        'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.4-bin.zip',
        'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.5-bin.zip',
      ],
    ])('%s: %s', async (path, before, after) => {
      expect(await alteredBy('gradle check', path, before, after)).toEqual([]);
    });
  });

  describe('blocks a change of anything else', () => {
    it.each<[string, string, string]>([
      ['build.gradle', "api 'a:b:1.0'", "api 'a:c:1.0'"],
      ['build.gradle', "api 'a:b:1.0'", "api 'a:b:1.+'"],
      ['build.gradle', "api 'a:b:1.0'", "api 'a:b:1.0'; test.enabled = false"],
      ['build.gradle', "println 'a:b:1.0'", "println 'a:b:2.0'"],
      ['build.gradle', 'api "a:b:1.0"', 'api "a:b:${evil()}"'],
      ['build.gradle', "ext.javaVersion = '1.8'", "ext.javaVersion = '1.7'"],
      ['build.gradle', "ext.minCoverage = '0.9'", "ext.minCoverage = '0.1'"],
      ['build.gradle', "maxVersion = '1' + '2'", "maxVersion = '1' + '3'"],
      ['settings.gradle', "include 'a'", "include 'b'"],
      ['gradle.properties', 'org.gradle.version=1.0', 'org.gradle.version=2.0'],
      ['gradle.properties', 'skipTests=1.0', 'skipTests=2.0'],
      [
        'gradle/wrapper/gradle-wrapper.properties',
        'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.4-bin.zip',
        'distributionUrl=https\\://gradle.example/distributions/gradle-8.4-bin.zip',
      ],
    ])('%s: %s becomes %s', async (path, before, after) => {
      expect(await alteredBy('gradle check', path, before, after)).toEqual([
        path,
      ]);
    });

    it('of what starts it too', async () => {
      const others = { 'build.gradle': '' };
      const script = '#!/bin/sh\nexec java -jar gradle/wrapper/x.jar';

      expect(
        await alteredBy('./gradlew check', 'gradlew', script, 'exit 0', others),
      ).toEqual(['gradlew']);
      expect(
        await alteredBy('gradle check', 'gradlew', script, 'exit 0', others),
      ).toEqual([]);
    });
  });
});
