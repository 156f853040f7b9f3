import { posix } from 'node:path';
import type { TreeFiles } from '../../git';
import type {
  CiSetup,
  Convention,
  Ecosystem,
  EcosystemSetup,
  SetupUse,
} from '../Ecosystem';
import { parseScript } from '../shell';
import { foldersUp, join } from '../trace';
import type { PlannedCommand, SetupCommand } from '../Validator';
import { narrowGo } from './narrow';
import { goTools } from './tools';

/** Where programs of Go go that the checks need: not into the home of whoever runs them. */
const BIN = '.gobin';
const MAX_MODULES = 20;
const SECOND = /^\s*"?version"?\s*[:=]\s*["']?2/m;
const ASIDE =
  /(?:^|\/)(?:examples?|_?examples?|testdata|vendor|tools?|docs?|_[^/]*|\.[^/]*|internal\/tools?|third_party)(?:\/|$)/i;

/** Repositories of Go modules. */
export const go: Ecosystem = {
  id: 'go',
  looksFor: 'go vet and go test of go.mod',
  tools: goTools,
  actions: [
    {
      action: 'golangci/golangci-lint-action',
      command: ({ args = '' }) => `golangci-lint run ${args}`.trim(),
      directoryInput: 'working-directory',
    },
    {
      action: 'dominikh/staticcheck-action',
      command: () => 'staticcheck ./...',
      directoryInput: 'working-directory',
    },
    {
      action: 'securego/gosec',
      command: ({ args = './...' }) => `gosec ${args}`,
    },
    {
      action: 'Jerome1337/gofmt-action',
      command: ({ 'gofmt-path': path = '.', 'gofmt-flags': flags = '-l' }) =>
        `gofmt ${flags} ${path}`,
    },
  ],
  conventions: findConventions,
  setup: setUpGo,
  narrow: narrowGo,
};

async function findConventions(files: TreeFiles): Promise<Convention[]> {
  const found: Convention[] = [];
  for (const directory of await modulesOf(files)) {
    const reason = join(directory, 'go.mod');
    const add = (
      kind: NonNullable<Convention['kind']>,
      command: string,
      why = reason,
    ) =>
      found.push({
        ...{ kind, command, basis: 'default', reason: why },
        ...(directory && { directory }),
        group: `go ${directory} ${kind}`,
      });
    const linter = await linterConfig(files, directory);
    if (linter) add('lint', 'golangci-lint run', linter);
    add('lint', 'go vet ./...');
    const tested = (await files.list()).some(
      path => path.endsWith('_test.go') && isBelow(path, directory),
    );
    if (tested) add('test', 'go test ./...');
    add('build', 'go build ./...');
  }
  return found;
}

async function modulesOf(files: TreeFiles): Promise<string[]> {
  if (await files.has('go.mod')) return [''];
  return (await files.list())
    .filter(path => /^(?:[^/]+\/){1,2}go\.mod$/.test(path))
    .map(path => posix.dirname(path))
    .filter(folder => !ASIDE.test(folder))
    .slice(0, MAX_MODULES);
}

function isBelow(path: string, directory: string): boolean {
  return directory === '' || path.startsWith(`${directory}/`);
}

async function linterConfig(
  files: TreeFiles,
  directory: string,
): Promise<string | undefined> {
  for (const folder of foldersUp(directory)) {
    for (const extension of ['yml', 'yaml', 'toml', 'json']) {
      const path = join(folder, `.golangci.${extension}`);
      if (await files.has(path)) return path;
    }
  }
  return undefined;
}

async function setUpGo(
  files: TreeFiles,
  { directories, ci, commands }: SetupUse,
): Promise<EcosystemSetup> {
  const setup: SetupCommand[] = [];
  let pin: string | undefined;
  const modules = new Set<string>();
  for (const directory of directories) {
    for (const folder of foldersUp(directory)) {
      const text = await files.read(join(folder, 'go.mod'));
      if (text === undefined) continue;
      modules.add(folder);
      const version = /^go\s+(\d[\w.]*)/m.exec(text)?.[1];
      pin ??= version && `go >=${version}`;
      break;
    }
  }
  if (modules.size === 0 && commands.length === 0) return { setup, pins: [] };
  const needs = [pin ?? 'go'];
  for (const folder of modules) {
    setup.push({
      ...{ command: 'go mod download', needs, reason: join(folder, 'go.mod') },
      ...(folder && { directory: folder }),
    });
  }
  for (const one of ci) {
    const program = installedProgram(one);
    const known = setup.some(({ command }) => command === program?.command);
    if (program && !known) setup.push({ ...program, needs });
  }
  for (const linter of await linterSetups(files, commands, ci)) {
    setup.push({ ...linter, needs });
  }
  const bins = setup.flatMap(({ makes }) => makes ?? []);
  return { setup, pins: needs, path: [...new Set([BIN, ...bins])] };
}

/** `go install example.org/tool@v1`: into a folder of the checkout. */
function installedProgram({
  command,
  directory,
  reason,
}: CiSetup): SetupCommand | undefined {
  if (!/^go (?:install|get) .*@\S+/.test(command)) return undefined;
  return {
    command: `GOBIN="$PWD/${BIN}" ${command.replace(
      /^go get( -u)?/,
      'go install',
    )}`,
    reason,
    makes: join(directory, BIN),
    ...(directory && { directory }),
  };
}

/**
 * A linter that a check calls by its own name and nothing of CI installs. Without it the check is not run, which is
 * no reason to refuse all others.
 */
async function linterSetups(
  files: TreeFiles,
  commands: readonly PlannedCommand[],
  ci: readonly CiSetup[],
): Promise<SetupCommand[]> {
  const called = new Set(
    commands.flatMap(({ command }) =>
      parseScript(command).map(({ words }) => words[0].text),
    ),
  );
  const path = await linterConfig(files, '');
  const text = (path && (await files.read(path))) ?? '';
  // golangci-lint's configuration says which version it is written for.
  const version = text === '' || SECOND.test(text) ? 'v2/' : '';
  const modules: readonly [string, string][] = [
    [
      'golangci-lint',
      `github.com/golangci/golangci-lint/${version}cmd/golangci-lint`,
    ],
    ['staticcheck', 'honnef.co/go/tools/cmd/staticcheck'],
    ['gosec', 'github.com/securego/gosec/v2/cmd/gosec'],
  ];
  return modules
    .filter(([name]) => called.has(name))
    .filter(([name]) => !ci.some(({ command }) => command.includes(name)))
    .map(([name, module]) => ({
      command: `command -v ${name} >/dev/null || GOBIN="$PWD/${BIN}" go install ${module}@latest || true`,
      reason: (name === 'golangci-lint' && path) || 'the linter of its CI',
      makes: BIN,
    }));
}
