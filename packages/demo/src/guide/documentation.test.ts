import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pictureFiles } from '../pictures/shots';
import { repositoryRoot } from '../system/repositoryRoot';

const IMAGES = join(repositoryRoot, 'docs/images');
const MAX_BYTES = 8 * 1024 * 1024;
/** The guides whose blocks are run, all of them, by tests of the whole system. */
const RUN_GUIDES = ['docs/quickstart.md', 'docs/admin/kubernetes.md'];

type Page = { file: string; text: string };

/** The pages of the documentation, and the READMEs that lead to them. */
function readPages(): Page[] {
  const docs = readdirSync(join(repositoryRoot, 'docs'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter(file => file.endsWith('.md'))
    .map(file => join('docs', file));
  const plugins = readdirSync(join(repositoryRoot, 'plugins'))
    .map(name => join('plugins', name, 'README.md'))
    .filter(file => existsSync(join(repositoryRoot, file)));
  return ['README.md', 'CONTRIBUTING.md', ...docs, ...plugins].map(file => ({
    file,
    text: readFileSync(join(repositoryRoot, file), 'utf8'),
  }));
}

const pages = readPages();

/** Where the links of a page lead to, from the root of the repository, without those to other sites. */
function targetsOf({ file, text }: Page): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target)
    .filter(target => !/^[a-z]+:/.test(target))
    .map(target => join(dirname(file), target));
}

describe('the pictures of the guides', () => {
  const pictures = readdirSync(IMAGES).filter(name => name.endsWith('.png'));

  it('are those that the command makes, all of them', () => {
    expect([...pictures].sort()).toEqual(pictureFiles().sort());
  });

  it('are each on a page', () => {
    const used = new Set(pages.flatMap(targetsOf));
    expect(
      pictures.filter(name => !used.has(join('docs/images', name))),
    ).toEqual([]);
  });

  it('are no burden to those who clone the repository', () => {
    const bytes = pictures.map(name => statSync(join(IMAGES, name)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
  });
});

describe('the guides', () => {
  it('link to what there is', () => {
    const dead = pages.flatMap(page =>
      targetsOf(page)
        .filter(target => !existsSync(join(repositoryRoot, target)))
        .map(target => `${page.file}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('are all in the table of contents', () => {
    const contents = readFileSync(join(repositoryRoot, 'mkdocs.yml'), 'utf8');
    const left = pages
      .filter(({ file }) => file.startsWith('docs/'))
      .map(({ file }) => relative('docs', file))
      .filter(file => !file.endsWith('.head.md') && !contents.includes(file));
    expect(left).toEqual([]);
  });

  it('describe every page of the plugin to its users', () => {
    const routes = readFileSync(
      join(repositoryRoot, 'plugins/background-tasks/src/routes.ts'),
      'utf8',
    );
    const paths = [...routes.matchAll(/^ {2}path: '([^']+)'/gm)].map(
      ([, path]) => `/background-tasks${path.replace(/:(\w+)/g, '<$1>')}`,
    );
    expect(paths.length).toBeGreaterThan(5);
    const guide = pages
      .filter(({ file }) => file.startsWith('docs/user-guide/'))
      .map(({ text }) => text)
      .join('\n');
    const missing = ['/background-tasks', ...paths].filter(
      path => !guide.includes(`\`${path}\``),
    );
    expect(missing).toEqual([]);
  });
});

describe('the commands of the guides', () => {
  const manifest = JSON.parse(
    readFileSync(join(repositoryRoot, 'package.json'), 'utf8'),
  );
  const scripts = ['test', 'start', ...Object.keys(manifest.scripts)];

  /** What is not run by a test because it is about what only the reader has, with how it is known to hold. */
  const forms: [RegExp, (match: RegExpExecArray) => boolean][] = [
    // Of this repository: what they run is what tests and CI run.
    [/^npm (?:run )?([\w:-]+)/, ([, name]) => scripts.includes(name)],
    // Into the reader's own portal: a fresh portal is made in this way by `npm run portal:fresh`.
    [
      /^yarn --cwd packages\/(?:app|backend) add @background-tasks\/plugin-([\w-]+)$/,
      ([, name]) => existsSync(join(repositoryRoot, 'plugins', name)),
    ],
    // In an environment that says where the portal is: the quickstart does the same, and is run.
    [/^(?:curl .*"?\$API|TOKEN=\$\(curl )/, () => true],
  ];

  /** The commands of the shell blocks, those over several lines as one. */
  function commandsOf({ text }: Page): string[] {
    return [...text.matchAll(/^```(?:sh|bash)\b.*\n([\s\S]*?)^```$/gm)]
      .flatMap(([, block]) => block.replace(/\\\n\s*/g, '').split('\n'))
      .map(line => line.replace(/(^|\s)#.*$/, '').trim())
      .filter(line => line !== '');
  }

  it('are run by a test, or known not to need one', () => {
    const unknown = pages
      .filter(({ file }) => !RUN_GUIDES.includes(file))
      .flatMap(page =>
        commandsOf(page)
          .filter(
            command =>
              !forms.some(([form, holds]) => {
                const match = form.exec(command);
                return match !== null && holds(match);
              }),
          )
          .map(command => `${page.file}: ${command}`),
      );
    expect(unknown).toEqual([]);
  });
});
