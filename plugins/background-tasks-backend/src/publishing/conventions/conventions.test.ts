import { ownersOf, readCodeOwners } from './codeOwners';
import {
  conventionalRules,
  isCommitlintFile,
  readCommitlint,
  readPackageCommitlint,
} from './commitlint';
import { conventionalSubject, isConventional } from './conventionalSubject';
import { prefixedSubject } from './prefixedSubject';
import { chooseTemplate, readTemplate } from './pullRequestTemplate';

describe('code owners', () => {
  const owners = (text: string, ...paths: string[]) =>
    ownersOf(readCodeOwners(text), paths);

  it.each([
    ['*', 'a/b.js', true],
    ['*.js', 'a/b.js', true],
    ['*.js', 'a/b.jsx', false],
    ['/build/logs/', 'build/logs/a/b', true],
    ['/build/logs/', 'x/build/logs/a', false],
    ['docs/*', 'docs/a.md', true],
    ['docs/*', 'docs/a/b.md', false],
    ['apps/', 'x/apps/y/z', true],
    ['apps/', 'apps', false],
    ['/docs/', 'docs/a', true],
    ['**/logs', 'build/logs/a', true],
    ['/a/**/z', 'a/z', true],
    ['/a/**/z', 'a/b/c/z', true],
    ['/a/**', 'a/b/c', true],
    ['a/b', 'x/a/b', false],
    ['src/?.ts', 'src/a.ts', true],
    ['with\\ space.txt', 'with space.txt', true],
    ['a+(b).c', 'a+(b).c', true],
    ['!*.js', 'a.js', false],
    ['[ab].js', 'a.js', false],
  ])('reads %s as GitHub does for %s', (pattern, path, isOwned) => {
    expect(owners(`${pattern} @owner # words`, path)).toEqual(
      isOwned ? ['owner'] : [],
    );
  });

  it('takes the last match, also where that has no owner, and users and teams alone', () => {
    const text = [
      '# all of it',
      '* @first @org/team someone@example.com @-wrong',
      '/src/ @second',
      '/src/generated/',
    ].join('\r\n');

    expect(owners(text, 'README.md')).toEqual(['first', 'org/team']);
    expect(owners(text, 'src/a', 'src/b', 'README.md')).toEqual([
      'second',
      'first',
      'org/team',
    ]);
    expect(owners(text, 'src/generated/a')).toEqual([]);
  });

  it('takes no time for patterns that are made to', () => {
    const begin = Date.now();
    owners(`${'*a'.repeat(200)}b @x`, 'a'.repeat(4_000));
    expect(Date.now() - begin).toBeLessThan(5_000);
  });
});

describe('commit conventions', () => {
  it('are read from data, and recognised in programs', () => {
    const yaml = 'extends: ["@commitlint/config-conventional"]\nrules:\n';
    expect(
      readCommitlint(
        '.commitlintrc.yml',
        `${yaml}  header-max-length: [2, always, 60]\n  scope-empty: [2, never]\n  scope-enum: [2, always, [api, ui]]\n`,
      ),
    ).toEqual({
      types: conventionalRules.types,
      scopes: ['api', 'ui'],
      needsScope: true,
      maxLength: 60,
      subjectCase: 'notCapital',
    });
    expect(
      readPackageCommitlint(
        '{"commitlint": {"rules": {"type-enum": [2, "always", ["change"]]}}}',
      )?.types,
    ).toEqual(['change']);
    expect(
      readCommitlint(
        'commitlint.config.mjs',
        "process.exit(1); export default {extends: ['@commitlint/config-conventional']}",
      ),
    ).toEqual({ ...conventionalRules, subjectCase: 'notCapital' });
    expect(readCommitlint('.commitlintrc', 'a: [')).toBeUndefined();
    expect(readCommitlint('.commitlintrc.json', '[]')).toBeUndefined();
    expect(readPackageCommitlint('{"name": "x"}')).toBeUndefined();
    expect(isCommitlintFile('commitlint.config.cts')).toBe(true);
    expect(isCommitlintFile('commitlint.md')).toBe(false);
  });

  it.each([
    ['[2, always, lower-case]', 'lower'],
    ['[2, always, [sentence-case]]', 'sentence'],
    ['[2, never, [sentence-case, upper-case]]', 'notCapital'],
    ['[2, never, [upper-case]]', undefined],
    ['[0]', undefined],
  ])('read from subject-case %s that it is %s', (rule, subjectCase) => {
    expect(
      readCommitlint(
        '.commitlintrc',
        `extends: [conventional-commits]\nrules: {subject-case: ${rule}}`,
      )?.subjectCase,
    ).toBe(subjectCase);
  });

  it('are seen in the history where most commits keep to them', () => {
    const commits = (...subjects: string[]) =>
      subjects.map(message => ({ message, isMerge: false }));
    const most = ['feat: a', 'fix(x): b', 'chore!: c', 'docs: d'];

    expect(isConventional(commits(...most, 'Merge x', 'e: '))).toBe(true);
    expect(isConventional(commits(...most, 'Add e', 'Add f'))).toBe(false);
    expect(isConventional(commits(...most))).toBe(false);
  });

  const subject = (
    instructions: string,
    paths: string[],
    rules: Partial<typeof conventionalRules> = {},
    messages: string[] = [],
  ) =>
    conventionalSubject({
      instructions,
      paths,
      rules: { ...conventionalRules, ...rules },
      history: messages.map(message => ({ message, isMerge: false })),
    });

  it.each([
    [
      'Upgrade lodash.',
      ['package.json', 'a.js'],
      'chore(deps): upgrade lodash',
    ],
    ['Fix the crash', ['src/a.ts'], 'fix: fix the crash'],
    [
      'Add JSDoc comments to src/',
      ['src/a.ts'],
      'docs: add JSDoc comments to src/',
    ],
    ['Add a health check', ['src/a.ts'], 'feat: add a health check'],
    ['Tidy', ['test/a.test.ts'], 'test: tidy'],
    ['Say more', ['README.md'], 'docs: say more'],
    ['Cache', ['.github/workflows/ci.yml'], 'ci: cache'],
    ['API: rename it', ['src/a.ts'], 'chore: API: rename it'],
    ['fix(parser): keep this', ['src/a.ts'], 'fix(parser): keep this'],
  ])('make of "%s" in %j "%s"', (instructions, paths, expected) => {
    expect(subject(instructions, paths)).toBe(expected);
  });

  it('keep to the types, scopes, length and habits of the repository', () => {
    const paths = ['package.json'];
    expect(
      subject('Upgrade it', paths, {}, ['fix: a', 'build(deps): bump b']),
    ).toBe('build(deps): upgrade it');
    expect(
      subject('Upgrade it', paths, {
        types: ['change'],
        scopes: ['api'],
        needsScope: true,
      }),
    ).toBe('change(api): upgrade it');
    const long = subject(`Add ${'word '.repeat(50)}`, ['a.ts'], {
      maxLength: 50,
    });
    expect(long?.length).toBeLessThanOrEqual(50);
    expect(subject('\n', paths)).toBeUndefined();
    expect(
      subject('Say it', ['packages/ui/a.ts'], {
        scopes: ['api', 'ui'],
        needsScope: true,
      }),
    ).toBe('chore(ui): say it');
  });

  it.each([
    ['notCapital', 'API of Lists', 'chore: api of Lists'],
    ['lower', 'Show the API', 'chore: show the api'],
    ['sentence', 'show the API', 'chore: Show the API'],
  ] as const)('keep the case %s', (subjectCase, line, expected) => {
    expect(subject(line, ['a.ts'], { subjectCase })).toBe(expected);
  });

  it.each([
    [
      'the one of its files',
      ['api', 'ui', 'ui', 'api', 'ui'],
      '[api] Say more',
    ],
    ['the only one', ['app', 'app', 'app', 'app', 'app'], '[app] Say more'],
    ['none that fits', ['ui', 'web', 'ui', 'web', 'ui'], undefined],
    ['no ticket', ['API-12', 'API-13', 'API-14', 'API-15', 'a-1'], undefined],
    ['no habit', ['api', 'api', 'api', 'api'], undefined],
  ])('begin with a component in brackets: %s', (_, names, expected) => {
    expect(
      prefixedSubject({
        instructions: 'Say more',
        paths: ['packages/api/src/a.ts', 'docs/api.md'],
        history: names.map(name => ({
          message: `[${name}] Do it`,
          isMerge: false,
        })),
      }),
    ).toBe(expected);
  });
});

describe('pull request templates', () => {
  it('cannot swallow what stands below', () => {
    expect(readTemplate('## What\r\n<!-- why -->\n')).toBe(
      '## What\n<!-- why -->',
    );
    expect(readTemplate('```\ncode\n``')).toMatch(/\n```$/);
    expect(readTemplate('~~~\n~~~\ntext')).toBe('~~~\n~~~\ntext');
    expect(readTemplate('text <!-- open')).toMatch(/\n-->$/);
    expect(readTemplate('<details><summary>s</summary>')).toMatch(
      /\n<\/details>$/,
    );
    expect(readTemplate(' \n')).toBeUndefined();
    expect(readTemplate('x'.repeat(100_000))).toHaveLength(20_000);
  });

  it('are chosen where there are several', () => {
    expect(chooseTemplate(['bug.md', 'image.png'])).toBe('bug.md');
    expect(chooseTemplate(['bug.md', 'default.md'])).toBe('default.md');
    expect(chooseTemplate(['bug.md', 'feature.md'])).toBeUndefined();
  });
});
