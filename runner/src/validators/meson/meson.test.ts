import {
  alteredBy,
  commandsOf,
  definitionOf,
  filesOf,
  setupOf,
  workflow,
} from '../testing';

describe('the Meson ecosystem', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'what CI calls',
      {
        'meson.build': '',
        ...workflow(
          'meson setup b',
          'meson compile -C b',
          'meson test -C b --print-errorlogs',
        ),
      },
      ['build: meson compile -C b', 'test: meson test -C b'],
    ],
    [
      'the usual where CI says nothing',
      { 'meson.build': '' },
      ['build: meson compile -C builddir', 'test: meson test -C builddir'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'its files',
      { 'meson.build': 'x', 'meson_options.txt': 'y' },
      'meson test -C b',
      ['meson.build', 'meson_options.txt'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'the folder of the build',
      {
        'meson.build': '',
        ...workflow('meson setup b -Dx=1', 'meson test -C b'),
      },
      [
        'command -v meson >/dev/null || { python3 -m venv .venv && .venv/bin/pip install meson ninja; }',
        'meson setup b -Dx=1',
      ],
    ],
  ])('sets up %s', async (_, files, commands) => {
    expect(await setupOf(files)).toEqual(commands);
  });

  it.each<[string, string, boolean]>([
    [
      "dependency('glib-2.0', version: '>=2.60')",
      "dependency('glib-2.0', version: '>=2.62')",
      false,
    ],
    [
      "dependency('glib-2.0', version: '>=2.60')",
      "dependency('other', version: '>=2.60')",
      true,
    ],
    ["test('a', b)", '', true],
  ])('tells versions from the rest: %s, then %s', async (...change) => {
    const [before, after, blocks] = change;

    expect(
      await alteredBy('meson test -C build', 'meson.build', before, after),
    ).toEqual(blocks ? ['meson.build'] : []);
  });
});
