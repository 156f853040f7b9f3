import { commandsOf, definitionOf, filesOf, workflow } from '../testing';

describe('the hooks of pre-commit', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'them where CI runs them',
      {
        '.pre-commit-config.yaml': '',
        ...workflow('pre-commit run --all-files --show-diff-on-failure'),
      },
      ['lint: pre-commit run --all-files'],
    ],
    [
      'them by the action',
      { ...workflow({ uses: 'pre-commit/action@v3.0.1' }) },
      ['lint: pre-commit run --all-files'],
    ],
    [
      'them where another service runs them',
      {
        '.pre-commit-config.yaml': 'ci:\n  autofix_prs: true\n',
        ...workflow('pytest'),
      },
      ['lint: pre-commit run --all-files', 'test: pytest'],
    ],
    [
      'nothing where only others are offered hooks',
      { '.pre-commit-hooks.yaml': '' },
      [],
    ],
    [
      'nothing where CI runs other things',
      { '.pre-commit-config.yaml': 'repos: []', ...workflow('pytest') },
      ['test: pytest'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'the hooks',
      { '.pre-commit-config.yaml': 'x' },
      'pre-commit run --all-files',
      ['.pre-commit-config.yaml'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });
});
