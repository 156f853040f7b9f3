import { discoverChecks } from '../discover';
import { commandsOf, filesOf, packageFiles, workflow } from '../testing';

const scripts = { lint: 'eslint .', test: 'jest' };
const own =
  'commands: [{ kind: test, command: npm run own, directory: ./web/ }]';
const annotated = [{ kind: 'test' as const, command: 'npm run annotated' }];
const replace = [{ kind: 'test' as const, command: 'npm run replaced' }];

describe('evidence', () => {
  it("goes from the project's setting over the repository's file and the annotation to CI and conventions", async () => {
    const files = packageFiles(scripts, {
      ...workflow('npm run lint'),
      '.background-tasks.yaml': own,
    });
    const plain = packageFiles(scripts, workflow('npm run lint'));

    expect(await commandsOf(files, { replace, annotated })).toEqual([
      'test: npm run replaced',
    ]);
    expect(await commandsOf(files, { annotated })).toEqual([
      'test: cd web && npm run own',
    ]);
    expect(await commandsOf(plain, { annotated })).toEqual([
      'test: npm run annotated',
    ]);
    expect(await commandsOf(plain)).toEqual([
      'lint: npm run lint',
      'test: npm test',
    ]);
  });

  it('adds the commands of the task to whatever it is, once', async () => {
    const files = packageFiles(scripts);
    const { plan } = await discoverChecks(files, {
      replace,
      commands: ['npm run extra', 'npm run extra', 'npm run replaced'],
    });

    expect(plan.commands).toMatchObject([
      { command: 'npm run replaced', reason: "the project's setting" },
      { command: 'npm run extra', required: true },
    ]);
    expect(plan.setup).toMatchObject([{ command: 'npm install' }]);
  });

  it('says where each check was found, and how a formatter writes', async () => {
    const { plan } = await discoverChecks(
      packageFiles(
        { ...scripts, 'format:check': 'prettier --check src' },
        workflow('npm run lint'),
      ),
    );

    expect(plan.commands).toMatchObject([
      {
        reason: 'script "format:check" of package.json',
        fix: 'npx --no-install prettier src --write',
      },
      { reason: 'from .github/workflows/ci.yml, job check' },
      { reason: 'script "test" of package.json' },
    ]);
  });

  it("takes the repository's setup in place of its ecosystem's", async () => {
    const { plan } = await discoverChecks(
      packageFiles(scripts, {
        '.background-tasks.yaml':
          'setup: [make deps, { command: npm ci, directory: web }]',
      }),
    );

    expect(plan.setup).toEqual([
      { command: 'make deps', reason: '.background-tasks.yaml' },
      { command: 'npm ci', directory: 'web', reason: '.background-tasks.yaml' },
    ]);
    expect(plan.commands).toHaveLength(2);
  });

  it.each([
    [
      'commands: [{ kind: tests, command: x }]',
      /^\.background-tasks\.yaml: commands\[0\]\.kind: /,
    ],
    [
      'commands: [{ kind: test, command: x, directory: ../up }]',
      /commands\[0\]\.directory: must be a folder of the repository$/,
    ],
    ['command: x', /^\.background-tasks\.yaml: the file: .*command/],
    ['commands: [', /^\.background-tasks\.yaml: /],
    [
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]`,
      /alias/i,
    ],
  ])('names what is wrong in a file: %s', async (text, message) => {
    const files = filesOf({ '.background-tasks.yaml': text });

    await expect(discoverChecks(files)).rejects.toThrow(message);
  });

  it('is not led astray by workflows that are none', async () => {
    const files = packageFiles(scripts, {
      '.github/workflows/a.yml': '[',
      '.github/workflows/b.yml': 'on: push\njobs: 3\n',
      '.github/workflows/c.yml':
        'on: push\njobs: { a: { steps: { run: x } } }\n',
      '.github/workflows/d.yml':
        'on: push\njobs: { a: { uses: ./.github/workflows/d.yml } }\n',
    });

    expect(await commandsOf(files)).toEqual([
      'lint: npm run lint',
      'test: npm test',
    ]);
  });
});
