import { commandsOf, definitionOf, filesOf, workflow } from '../testing';

describe('the checker of .editorconfig', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'it where it is configured',
      { '.editorconfig': '', '.ecrc': '{}' },
      ['lint: editorconfig-checker'],
    ],
    ['it where CI runs it', { ...workflow('ec') }, ['lint: ec']],
    ['nothing for a mere .editorconfig', { '.editorconfig': '' }, []],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'its files',
      { '.editorconfig': 'x', '.ecrc': 'y' },
      'editorconfig-checker',
      ['.ecrc', '.editorconfig'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });
});
