import {
  commandsOf,
  definitionOf,
  filesOf,
  notChosenOf,
  workflow,
} from '../testing';

describe('the tasks of Task', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'tasks by what they run',
      {
        'Taskfile.yml': JSON.stringify({
          version: '3',
          vars: { GO: 'go' },
          tasks: {
            lint: 'golangci-lint run',
            test: {
              deps: ['lint'],
              cmds: ['{{.GO}} test ./... {{.CLI_ARGS}}'],
            },
          },
        }),
        ...workflow('task lint', 'task test'),
      },
      ['test: task test'],
    ],
    [
      'what is declared where CI says nothing',
      { 'Taskfile.yml': JSON.stringify({ tasks: { test: ['pytest'] } }) },
      ['test: task test'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'task that watches or rewrites',
      {
        'Taskfile.yml': JSON.stringify({
          tasks: {
            test: { watch: true, cmds: ['pytest'] },
            fmt: ['gofmt -w .'],
          },
        }),
        ...workflow('task test', 'task fmt'),
      },
      ['task test: it never ends', 'task fmt: it rewrites files'],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'tasks',
      {
        'Taskfile.yml': JSON.stringify({
          tasks: { test: { cmds: [{ task: 'unit' }] }, unit: ['pytest'] },
        }),
      },
      'task test',
      ['task unit of Taskfile.yml', 'task test of Taskfile.yml'],
    ],
    [
      'what is set for all tasks',
      {
        'Taskfile.yml': JSON.stringify({
          vars: { PY: 'python' },
          env: { PYTEST_ADDOPTS: '-x' },
          set: ['pipefail'],
          shopt: ['globstar'],
          includes: { more: './more.yml' },
          tasks: { test: ['{{.PY}} -m pytest'] },
        }),
        'more.yml': JSON.stringify({ env: { CI: '1' }, tasks: {} }),
      },
      'task test',
      [
        'task test of Taskfile.yml',
        'vars PY of Taskfile.yml',
        'env PYTEST_ADDOPTS of Taskfile.yml',
        'set of Taskfile.yml',
        'shopt of Taskfile.yml',
        'include more of Taskfile.yml',
        'env CI of more',
      ],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });
});
