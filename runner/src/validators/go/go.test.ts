import {
  commandsOf,
  definitionOf,
  filesOf,
  notChosenOf,
  setupOf,
  workflow,
} from '../testing';

describe('the Go ecosystem', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'what CI calls, and the action of its linter',
      {
        'go.mod': 'module a\ngo 1.22\n',
        ...workflow('go test -race ./...', 'go vet ./...', 'gofmt -d .', {
          uses: 'golangci/golangci-lint-action@v8',
          with: { args: '--timeout 5m' },
        }),
      },
      [
        'format: gofmt -d .',
        'lint: go vet ./...',
        'lint: golangci-lint run',
        'test: go test -race ./...',
      ],
    ],
    [
      'tools that go itself starts',
      {
        ...workflow(
          'go run example.org/x/staticcheck@v1.2 ./...',
          'go tool golangci-lint run',
        ),
      },
      [
        'lint: go run example.org/x/staticcheck@v1.2 ./...',
        'lint: go tool golangci-lint run',
      ],
    ],
    [
      'the usual where CI says nothing',
      { 'go.mod': 'module a\n', 'a_test.go': '' },
      ['lint: go vet ./...', 'test: go test ./...', 'build: go build ./...'],
    ],
    [
      'the linter that is configured',
      { 'go.mod': 'module a\n', '.golangci.yml': '' },
      ['lint: golangci-lint run', 'build: go build ./...'],
    ],
  ])('finds %s', async (_, files, commands) => {
    expect(await commandsOf(filesOf(files))).toEqual(commands);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'fixer, generator or fuzzer',
      {
        ...workflow(
          'gofmt -w .',
          'golangci-lint run --fix',
          'go generate ./...',
          'go test -fuzz=FuzzA',
        ),
      },
      [
        'gofmt -w .: it rewrites files',
        'golangci-lint run --fix: it rewrites files',
        'go generate ./...: it rewrites files',
        'go test -fuzz=FuzzA: it never ends',
      ],
    ],
  ])('runs no %s', async (_, files, reasons) => {
    expect(await commandsOf(filesOf(files))).toEqual([]);
    expect(await notChosenOf(filesOf(files))).toEqual(reasons);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    [
      'the linter and its configuration',
      { '.golangci.yml': 'x', 'go.mod': 'require a v1' },
      'golangci-lint run',
      ['.golangci.yml'],
    ],
  ])('knows %s to decide what runs', async (_, files, command, names) => {
    expect(await definitionOf(files, command)).toEqual(names);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'the modules, and a linter of the version that its configuration is for',
      {
        'go.mod': 'module a\ngo 1.22\n',
        '.golangci.yml': 'version: "2"\n',
        ...workflow('golangci-lint run'),
      },
      [
        'go mod download',
        'command -v golangci-lint >/dev/null || GOBIN="$PWD/.gobin" go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@latest || true',
      ],
    ],
    [
      'what CI installs, into the checkout',
      {
        'go.mod': 'module a\n',
        ...workflow(
          'go install example.org/x/staticcheck@v1',
          'staticcheck ./...',
        ),
      },
      [
        'go mod download',
        'GOBIN="$PWD/.gobin" go install example.org/x/staticcheck@v1',
      ],
    ],
  ])('sets up %s', async (_, files, commands) => {
    expect(await setupOf(files)).toEqual(commands);
  });
});
