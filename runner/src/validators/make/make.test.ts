import {
  commandsOf,
  definitionOf,
  filesOf,
  notChosenOf,
  workflow,
} from '../testing';

describe('the recipes of make', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'targets by what their recipes run',
      {
        Makefile:
          'PY ?= python\n.PHONY: test lint\nlint: style\nstyle:\n\t@$(PY) -m ruff check .\ntest: lint\n\t$(PY) -m pytest \\\n\t  tests\n',
        ...workflow('make test', 'make style'),
      },
      ['test: make test'],
    ],
    [
      'targets in another folder',
      {
        'src/Makefile': 'test:\n\tgo test ./...\n',
        ...workflow('make -C src test'),
      },
      ['test: make -C src test'],
    ],
    [
      'what is declared where CI says nothing',
      { Makefile: 'fmt:\n\tgofmt -w .\nlint:\n\tflake8\ntest:\n\t./run-all\n' },
      ['lint: make lint', 'test: make test'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'target that installs, releases, rewrites or watches',
      {
        Makefile:
          'all: install\ninstall:\n\tgo test ./...\nrelease:\n\tgo test ./...\nfmt:\n\tblack .\ncheck:\n\tjest --watch\n',
        ...workflow('make install', 'make release', 'make fmt', 'make check'),
      },
      ['make fmt: it rewrites files', 'make check: it never ends'],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'recipes, prerequisites included',
      {
        Makefile: 'test: lint\n\tpytest\nlint:\n\truff check\n',
        'ruff.toml': 'x',
      },
      'make test',
      ['target lint of Makefile', 'target test of Makefile', 'ruff.toml'],
    ],
    [
      'what recipes are run with, and what they do not show',
      {
        Makefile: [
          'SHELL := /bin/sh',
          '.SHELLFLAGS = -c',
          'MAKEFLAGS += -i',
          'export PATH := bin:$(PATH)',
          'VERSION != git describe',
          'UNUSED = 1',
          'define run',
          'pytest $(1)',
          'endef',
          '.IGNORE: test',
          'test: PYTEST_ADDOPTS = -x',
          'other: A = 1',
          'test:',
          '\t$(call run,tests)',
          'other:',
          '\ttrue',
        ].join('\n'),
      },
      'make test',
      [
        'target test of Makefile',
        'SHELL of Makefile',
        '.SHELLFLAGS of Makefile',
        'MAKEFLAGS of Makefile',
        'PATH of Makefile',
        'VERSION of Makefile',
        'define run of Makefile',
        '.IGNORE of Makefile',
        'PYTEST_ADDOPTS for test of Makefile',
      ],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });
});
