import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backgroundTaskErrorCodes } from '@background-tasks/plugin-background-tasks-common';
import { settingsIn, settingsOf } from './__testUtils__/settingsOf';

const root = resolve(__dirname, '../../..');
const ADMIN = join(root, 'docs/admin');

const packages = [
  'background-tasks-backend',
  'search-backend-module-background-tasks',
];

function settings(): string[] {
  return packages.flatMap(name =>
    settingsOf(
      readFileSync(join(root, 'plugins', name, 'config.d.ts'), 'utf8'),
    ),
  );
}

/** The text of each page of a guide, by its name. */
function pagesOf(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.md'))
    .map(file => [file, readFileSync(join(folder, file), 'utf8')]);
}

function yamlBlocksOf(text: string): string[] {
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
    ([, yaml]) => yaml,
  );
}

/** A pattern for what YAML may say of a setting: names of one's own are any, and so is what is in one of them. */
function patternOf(setting: string): RegExp {
  const escaped = setting.replace(/[.[\]]/g, '\\$&').replace(/<\w+>/g, '.+');
  return new RegExp(`^${escaped}$`);
}

describe('the reference of the API', () => {
  it('has every code of an error', () => {
    const text = readFileSync(
      join(root, 'docs/developer-guide/api-reference.md'),
      'utf8',
    );
    const told = [...text.matchAll(/^\| (`.+?`) +\| 4\d\d /gm)].flatMap(
      ([, codes]) => codes.replace(/`/g, '').split(', '),
    );
    expect(told.sort()).toEqual([...backgroundTaskErrorCodes].sort());
  });
});

describe('settingsOf', () => {
  it("tells groups from settings, and lists and names of one's own from both", () => {
    expect(
      settingsOf(`
        /** { a: b } */
        interface Config {
          top?: {
            one?: 'a' | 'b';
            own?: { [id: string]: { deep: number; list?: string[] } };
            many?: Array<{ of: Array<'x' | 'y'>; price?: { input: number } }>;
          };
        }`),
    ).toEqual([
      'top.one',
      'top.own.<id>.deep',
      'top.own.<id>.list',
      'top.many[].of',
      'top.many[].price.input',
    ]);
  });
});

describe('the administrator guide', () => {
  it('tells of every setting', () => {
    const words = pagesOf(ADMIN)
      .map(([, text]) => text)
      .join('\n');
    const missing = settings().filter(
      setting =>
        !words.includes(
          `\`${setting.replace(
            /^(backgroundTasks|search\.collators\.backgroundTasks)\./,
            '',
          )}\``,
        ),
    );
    expect(settings().length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });
});

describe('the YAML of the guides', () => {
  const guides: [string, string][] = [
    ...pagesOf(join(root, 'docs')),
    ...packages.map((name): [string, string] => [
      `${name}/README.md`,
      readFileSync(join(root, 'plugins', name, 'README.md'), 'utf8'),
    ]),
    ['README.md', readFileSync(join(root, 'README.md'), 'utf8')],
  ];
  const patterns = settings().map(patternOf);
  /** What Backstage's own types have in them. */
  const within = /(?<=\.schedule)\..+$|\.(days|hours|minutes|seconds)$/;

  it.each(guides.filter(([, text]) => yamlBlocksOf(text).length > 0))(
    'sets in %s nothing that there is not',
    (_page, text) => {
      const unknown = yamlBlocksOf(text)
        .flatMap(settingsIn)
        .filter(path => /^(backgroundTasks|search)\b/.test(path))
        .map(path => path.replace(within, ''))
        .filter(path => !patterns.some(pattern => pattern.test(path)));
      expect(unknown).toEqual([]);
    },
  );
});
