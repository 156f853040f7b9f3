import type { TreeFiles } from '../git';
import { narrowCommand } from './narrow';
import { filesOf } from './testing';

const CARGO = filesOf({
  'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nexclude = ["crates/old"]',
  'crates/core/Cargo.toml': '[package]\nname = "core-lib"',
  'crates/web/Cargo.toml':
    '[package]\nname = "web"\n[dependencies]\ncore = { path = "../core", package = "core-lib" }',
  'crates/unix/Cargo.toml':
    '[package]\nname = "unix"\n[target."cfg(unix)".dependencies]\ncore-lib.workspace = true',
  'crates/docs/Cargo.toml': '[package]\nname = "docs"',
  'crates/old/Cargo.toml': '[package]\nname = "old"',
});

const pom = (name: string, more = '') =>
  `<project><parent><artifactId>all</artifactId></parent><artifactId>${name}</artifactId>${more}</project>`;
const uses = (name: string) =>
  `<dependencies><dependency><artifactId>${name}</artifactId></dependency></dependencies>`;
const MAVEN = filesOf({
  'pom.xml':
    '<project><artifactId>all</artifactId><modules><module>core</module><module>apps</module><module>docs</module></modules></project>',
  'core/pom.xml': pom('core'),
  'apps/pom.xml': pom('apps', '<modules><module>web</module></modules>'),
  'apps/web/pom.xml': pom('web', uses('core')),
  'docs/pom.xml': pom('docs', uses('junit')),
});

const GRADLE = filesOf({
  'settings.gradle.kts':
    'rootProject.name = "all"\ninclude(":core", ":some-part:api")\ninclude("docs") // not "old"\n',
  'core/build.gradle.kts': '',
  'some-part/api/build.gradle.kts': 'dependencies { api(projects.core) }',
  'docs/build.gradle':
    "dependencies { implementation project(':some-part:api') }",
});

const GO = filesOf({
  'go.work': 'use ./core\nuse ./web\nuse ./docs',
  'core/go.mod': 'module example.org/core\n',
  'web/go.mod':
    'module example.org/web\nrequire (\n\texample.org/core v0.0.0\n)\n',
  'docs/go.mod': 'module example.org/docs\n',
});

const PYTHON = filesOf({
  'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*"]',
  'libs/core/pyproject.toml': '[project]\nname = "Core_Lib"',
  'libs/web/pyproject.toml':
    '[project]\nname = "web"\ndependencies = ["core-lib>=1", "httpx"]',
  'libs/docs/pyproject.toml':
    '[tool.poetry]\nname = "docs"\n[tool.poetry.group.dev.dependencies]\npytest = "*"',
});

/** `left out`, or the command that runs in the end. */
async function narrowed(
  files: TreeFiles,
  command: string,
  directory: string | undefined,
  paths: string[],
): Promise<string> {
  const planned = { kind: 'test', command, reason: 'x', directory } as const;
  const result = await narrowCommand(planned, paths, files);
  return result?.command ?? 'left out';
}

describe('a check of a repository of several modules', () => {
  it.each<[TreeFiles, string, string, string]>([
    [
      CARGO,
      'crates/core/src/lib.rs',
      "RUSTFLAGS='-D warnings' cargo +stable test --workspace --locked -- --nocapture",
      "RUSTFLAGS='-D warnings' cargo +stable test -p core-lib -p unix -p web --locked -- --nocapture",
    ],
    [
      CARGO,
      'crates/docs/src/lib.rs',
      'cargo clippy --all --all-targets',
      'cargo clippy -p docs --all-targets',
    ],
    [
      MAVEN,
      'core/src/A.java',
      './mvnw -B verify',
      './mvnw -B verify -pl apps/web,core -am',
    ],
    [MAVEN, 'docs/x.md', 'mvn verify', 'mvn verify -pl docs -am'],
    [
      GRADLE,
      'some-part/api/A.kt',
      './gradlew check build --no-daemon',
      './gradlew :some-part:api:check :docs:check :some-part:api:build :docs:build --no-daemon',
    ],
    [GRADLE, 'docs/a.md', 'gradle test', 'gradle :docs:test'],
  ])('runs in what changed, and in what depends on it: %#', async (...row) => {
    const [files, path, command, expected] = row;

    expect(await narrowed(files, command, undefined, [path])).toBe(expected);
  });

  it.each<[string, TreeFiles, string, string[]]>([
    ['what lies outside of all', CARGO, 'cargo test --workspace', ['a.md']],
    ['nothing', CARGO, 'cargo test --workspace', []],
    ['all', GRADLE, 'gradle test', ['core/A.kt']],
    [
      'a part, of what is chosen',
      CARGO,
      'cargo test -p web',
      ['crates/docs/a'],
    ],
    ['a part, without all', CARGO, 'cargo test', ['crates/docs/a']],
    ['a part, in formats', CARGO, 'cargo fmt --all', ['crates/docs/a']],
    ['a part, of chosen modules', MAVEN, 'mvn test -pl core', ['docs/a']],
    ['a part, of another task', GRADLE, 'gradle jacoco', ['docs/a']],
    ['a part, of what it excludes', GRADLE, 'gradle build -x test', ['docs/a']],
    ['a part, in two calls', MAVEN, 'mvn test && mvn verify', ['docs/a']],
    ['a part, by what is unknown', MAVEN, 'mvn $GOAL', ['docs/a']],
    ['a part, by another program', GO, 'make test', ['docs/a.go']],
  ])('stays as it is where the change is %s', async (...row) => {
    const [, files, command, paths] = row;

    expect(await narrowed(files, command, undefined, paths)).toBe(command);
  });

  it('leaves projects alone that Gradle computes', async () => {
    const files = filesOf({
      'settings.gradle':
        'include "a", "b"\nproject(":a").projectDir = file("x")',
      'a/build.gradle': '',
      'b/build.gradle': '',
    });

    expect(await narrowed(files, 'gradle test', undefined, ['a/x'])).toBe(
      'gradle test',
    );
  });

  it.each<[TreeFiles, string, string, string]>([
    [GO, 'go test ./...', '', 'go.go'],
    [PYTHON, 'uv run pytest', 'libs/', 'a.py'],
    [CARGO, 'cargo test', 'crates/', 'a.rs'],
    [MAVEN, 'mvn verify', '', 'A.java'],
  ])('is left out where it is of another module: %#', async (...row) => {
    const [files, command, root, file] = row;
    const run = (own: string, ...changed: string[]) =>
      narrowed(
        files,
        command,
        root + own,
        changed.map(folder => `${root}${folder}/${file}`),
      );
    const web = files === MAVEN ? 'apps/web' : 'web';

    expect(await run('docs', 'core')).toBe('left out');
    expect(await run('core', web)).toBe('left out');
    expect(await run(web, 'core')).toBe(command);
    expect(await run('docs', 'core', 'docs')).toBe(command);
  });

  it('runs where it looks into other modules, or holds them', async () => {
    expect(
      await narrowed(GO, 'go vet ../core/...', 'docs', ['core/a.go']),
    ).toBe('go vet ../core/...');
    expect(await narrowed(MAVEN, 'mvn test', 'apps', ['core/A.java'])).toBe(
      'mvn test',
    );
  });
});
