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
import { goTools } from './tools';

/** Where programs of Go go that the checks need: not into the home of whoever runs them. */
const BIN = '.gobin';
const MAX_MODULES = 20;
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
      action: 'Jerome1337/gofmt-action',
      command: ({ 'gofmt-path': path = '.', 'gofmt-flags': flags = '-l' }) =>
        `gofmt ${flags} ${path}`,
    },
  ],
  conventions: findConventions,
  setup: setUpGo,
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
  const linter = await linterSetup(files, commands, ci);
  if (linter) setup.push({ ...linter, needs });
  return { setup, pins: needs, path: [BIN] };
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
    ...(directory && { directory }),
  };
}

/**
 * golangci-lint, where it is called by itself and nothing of CI installs it: of the version that its configuration is
 * written for. Without it the check is not run, which is no reason to refuse all others.
 */
async function linterSetup(
  files: TreeFiles,
  commands: readonly PlannedCommand[],
  ci: readonly CiSetup[],
): Promise<SetupCommand | undefined> {
  const called = commands.some(({ command }) =>
    parseScript(command).some(({ words }) => words[0].text === 'golangci-lint'),
  );
  if (!called || ci.some(({ command }) => command.includes('golangci-lint'))) {
    return undefined;
  }
  const path = await linterConfig(files, '');
  const text = path && (await files.read(path));
  const second = /^\s*"?version"?\s*[:=]\s*["']?2/m.test(text ?? '') || !text;
  const module = `github.com/golangci/golangci-lint/${
    second ? 'v2/' : ''
  }cmd/golangci-lint@latest`;
  return {
    command: `command -v golangci-lint >/dev/null || GOBIN="$PWD/${BIN}" go install ${module} || true`,
    reason: path ?? 'the linter of its CI',
  };
}
