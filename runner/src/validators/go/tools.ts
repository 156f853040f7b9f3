import type { Call, Expansion, Tool, ToolRule } from '../Ecosystem';
import { plainWord, quoteWords } from '../shell';
import { firstArgument } from '../trace';
import { readGoBuild, readGofmt, readGolangci, readGoTest } from './output';

const TEST_VALUES = [
  '-run',
  '-skip',
  '-count',
  '-timeout',
  '-bench',
  '-benchtime',
  '-tags',
  '-coverprofile',
  '-covermode',
  '-coverpkg',
  '-p',
  '-parallel',
  '-cpu',
  '-shuffle',
  '-ldflags',
  '-gcflags',
  '-vet',
  '-mod',
  '-o',
  '-C',
  '-exec',
];
const build: ToolRule = {
  kind: 'build',
  valued: TEST_VALUES,
  selects: ['-tags'],
  read: readGoBuild,
};
const GOLANGCI = ['.golangci.*'];

/** `go run example.org/tool@v2 args`, `go tool name args`: the program that its path names. */
function expandProgram(call: Call): Expansion | undefined {
  const at = firstArgument(call.words, 2, ['-modfile', '-mod', '-C', '-tags']);
  if (at < 0) return undefined;
  const { text } = call.words[at];
  if (text.startsWith('.') || text.endsWith('.go')) return undefined;
  const path = text.replace(/@[^/]*$/, '').replace(/\/v\d+$/, '');
  const program = path.slice(path.lastIndexOf('/') + 1);
  const words = [plainWord(program), ...call.words.slice(at + 1)];
  return {
    scripts: [
      {
        name: text,
        text: '',
        script: quoteWords(words),
        directory: call.directory,
      },
    ],
  };
}

/** Programs of Go repositories. */
export const goTools: readonly Tool[] = [
  {
    programs: ['go'],
    valued: ['-C', '-modfile'],
    sub: {
      test: {
        kind: 'test',
        valued: TEST_VALUES,
        selects: ['-run', '-tags', '-fuzz'],
        refuseWith: { '-fuzz': 'it never ends', '-list': 'it only reports' },
        read: readGoTest,
      },
      vet: {
        kind: 'lint',
        valued: TEST_VALUES,
        selects: ['-tags', '-vettool'],
        read: readGoBuild,
      },
      build,
      install: { setup: true },
      get: { setup: true },
      mod: {
        sub: {
          download: { setup: true },
          tidy: { kind: 'lint', checksWith: ['-diff'] },
          verify: { refuse: 'it only reports' },
        },
      },
      work: { sub: { sync: { refuse: 'it rewrites files' } } },
      fmt: { refuse: 'it rewrites files' },
      generate: { refuse: 'it rewrites files' },
      fix: { refuse: 'it rewrites files' },
      run: { expand: async call => expandProgram(call) },
      tool: { expand: async call => expandProgram(call) },
    },
  },
  {
    programs: ['gofmt', 'gofumpt', 'goimports', 'gci', 'golines'],
    kind: 'format',
    checksWith: ['-l', '-d', '--list', '--diff', 'diff', 'list', '--dry-run'],
    writesWith: ['-w', '--write'],
    fix: { drop: ['-l', '-d', '-e', '--list', '--diff'], add: ['-w'] },
    valued: ['-local', '-r'],
    read: readGofmt,
  },
  {
    programs: ['golangci-lint'],
    config: GOLANGCI,
    configWith: ['-c', '--config'],
    valued: [
      '-c',
      '--config',
      '--timeout',
      '--out-format',
      '-E',
      '-D',
      '--new-from-rev',
      '-j',
    ],
    quiet: [
      '--timeout',
      '--out-format',
      '--verbose',
      '-v',
      '--color',
      '--output.text.colors',
    ],
    read: readGolangci,
    sub: {
      run: { kind: 'lint', writesWith: ['--fix'] },
      fmt: {
        kind: 'format',
        checksWith: ['-d', '--diff'],
        fix: { drop: ['-d', '--diff'] },
      },
      formatters: { refuse: 'it only reports' },
      config: { refuse: 'it only reports' },
      '': { refuse: 'it only reports' },
    },
  },
  {
    programs: [
      'staticcheck',
      'revive',
      'golint',
      'errcheck',
      'ineffassign',
      'misspell',
      'gocyclo',
      'gosec',
      'nilaway',
      'unconvert',
      'unparam',
      'goconst',
      'go-critic',
      'gocritic',
      'exhaustive',
      'modernize',
      'go-arch-lint',
      'deadcode',
      'shadow',
      'buf',
      'go-licenses',
      'go-consistent',
      'wsl',
      'dupl',
      'yamlfmt',
      'gometalinter',
    ],
    kind: 'lint',
    writesWith: ['-w', '-fix', '--fix'],
    config: ['revive.toml', '.revive.toml', 'staticcheck.conf', 'buf.yaml'],
    configWith: ['-config', '--config'],
    read: readGolangci,
    sub: {
      generate: { refuse: 'it rewrites files' },
      push: { refuse: 'it publishes' },
      '*': { kind: 'lint', writesWith: ['-w', '-fix', '--fix'] },
    },
  },
  {
    programs: ['gotestsum', 'ginkgo', 'richgo', 'gotest', 'tparse'],
    kind: 'test',
    watchesWith: ['--watch', 'watch'],
    valued: ['--format', '--junitfile', '--packages', '-f', '--jsonfile'],
    read: readGoTest,
  },
  {
    programs: [
      'govulncheck',
      'nancy',
      'benchstat',
      'goveralls',
      'gcov2lcov',
      'go-junit-report',
      'gocov',
      'apidiff',
      'gorelease',
    ],
    refuse: 'it only reports',
  },
  {
    programs: ['air', 'reflex', 'modd', 'CompileDaemon', 'watchexec', 'entr'],
    refuse: 'it never ends',
  },
  {
    programs: [
      'mockgen',
      'mockery',
      'stringer',
      'wire',
      'protoc',
      'sqlc',
      'swag',
    ],
    refuse: 'it rewrites files',
  },
];
