import {
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
});
