import {
  commandsOf,
  definitionOf,
  filesOf,
  notChosenOf,
  workflow,
} from '../testing';

describe('the recipes of just', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'recipes by what they run',
      {
        justfile:
          'set shell := ["bash"]\npy := "python"\n\n# all\ndefault: lint\n\nlint *args:\n  @{{py}} -m ruff check {{args}}\ntest: lint\n  cargo test\n',
        ...workflow('just lint', 'just test'),
      },
      ['test: just test'],
    ],
    [
      'what is declared where CI says nothing',
      { justfile: 'test:\n  go test ./...\n' },
      ['test: just test'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'recipe that watches or rewrites',
      {
        justfile: 'test:\n  cargo watch -x test\nfmt:\n  cargo fmt\n',
        ...workflow('just test', 'just fmt'),
      },
      ['just test: it never ends', 'just fmt: it rewrites files'],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'recipes',
      { justfile: 'test: build\n  pytest\nbuild:\n  true\n' },
      'just test',
      ['recipe build of justfile', 'recipe test of justfile'],
    ],
    [
      'settings and the variables that they name',
      {
        justfile:
          'set shell := ["bash", "-c"]\nexport CI := "1"\npy := python + " -m"\npython := "python3"\nversion := "1"\ntest:\n  {{py}} pytest\n',
      },
      'just test',
      [
        'recipe test of justfile',
        '"set shell" of justfile',
        '"export CI" of justfile',
        'variable py of justfile',
        'variable python of justfile',
      ],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });
});
