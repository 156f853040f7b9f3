import {
  alteredBy,
  commandsOf,
  definitionOf,
  fetchOf,
  filesOf,
  notChosenOf,
  workflow,
} from '../testing';

describe('the Maven ecosystem', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'phases, each once, without the words of CI',
      {
        'pom.xml':
          '<project><build><plugins/></build><dependencies/></project>',
        ...workflow(
          'mvn -X -B compile --file pom.xml',
          'mvn -B -V verify --file pom.xml',
        ),
      },
      ['test: mvn verify'],
    ],
    [
      'a wrapper, and goals of plugins by any name',
      {
        'pom.xml':
          '<project><build><plugins/></build><dependencies/></project>',
        mvnw: '#!/bin/sh\\nexit 0',
        ...workflow(
          './mvnw test',
          './mvnw com.diffplug.spotless:spotless-maven-plugin:2.1:check',
        ),
      },
      [
        'format: ./mvnw com.diffplug.spotless:spotless-maven-plugin:2.1:check',
        'test: ./mvnw test',
      ],
    ],
    [
      'the default goal',
      {
        'pom.xml':
          '<project><build><defaultGoal>clean verify</defaultGoal></build></project>',
        ...workflow('mvn'),
      },
      ['test: mvn'],
    ],
    [
      'a build without tests',
      {
        'pom.xml':
          '<project><build><plugins/></build><dependencies/></project>',
        ...workflow('mvn package -DskipTests'),
      },
      ['test: mvn verify', 'build: mvn package -DskipTests'],
    ],
    [
      'the whole where CI says nothing',
      {
        'pom.xml':
          '<project><build><plugins/></build><dependencies/></project>',
      },
      ['test: mvn verify'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'release or installation',
      {
        ...workflow(
          'mvn deploy',
          'mvn install -DskipTests',
          'mvn spotless:apply',
        ),
      },
      ['mvn spotless:apply: it rewrites files'],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it('downloads by its own goal where a check could not', async () => {
    expect(
      await fetchOf({
        'pom.xml': '<project/>',
        ...workflow('mvn verify', 'cd tools && ./mvnw test'),
        'tools/pom.xml': '<project/>',
        'tools/mvnw': '#!/bin/sh\n',
      }),
    ).toEqual([
      'mvn --batch-mode dependency:go-offline',
      'cd tools && ./mvnw --batch-mode dependency:go-offline',
    ]);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'the build, not dependencies',
      {
        'pom.xml':
          '<project><build><plugins/></build><dependencies/></project>',
        '.mvn/jvm.config': 'x',
      },
      'mvn verify',
      ['the build of pom.xml', '.mvn/jvm.config'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });

  it.each<[string, string, string, boolean]>([
    ['mvnw', '#!/bin/sh\nexec java', '#!/bin/sh\nexit 0', true],
    [
      '.mvn/wrapper/maven-wrapper.properties',
      'distributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.5/apache-maven-3.9.5-bin.zip',
      'distributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.6/apache-maven-3.9.6-bin.zip',
      false,
    ],
    [
      '.mvn/wrapper/maven-wrapper.properties',
      'distributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.5/apache-maven-3.9.5-bin.zip',
      'distributionUrl=https://maven.example/apache-maven/3.9.5/apache-maven-3.9.5-bin.zip',
      true,
    ],
  ])('judges what starts it by what it starts: %s', async (...change) => {
    const [path, before, after, blocks] = change;

    expect(
      await alteredBy('./mvnw verify', path, before, after, {
        'pom.xml': '<project/>',
        ...(path !== 'mvnw' && { mvnw: '#!/bin/sh' }),
      }),
    ).toEqual(blocks ? [path] : []);
  });
});
