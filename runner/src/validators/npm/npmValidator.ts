import type { TreeFiles } from '../../git';
import type {
  PlannedCommand,
  SetupCommand,
  ValidationPlan,
  Validator,
} from '../Validator';
import { chooseScripts } from './choose';
import { readOutput } from './output';
import { parsePackageJson, type PackageJson } from './schema';
import { expandCommand, expandScript } from './scripts';

const LOCKFILES = ['npm-shrinkwrap.json', 'package-lock.json'];
const OTHER_LOCKFILES = [
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
];
/** Settings of `.npmrc` with which scripts would run something else, or nothing. */
const NPMRC_SETTINGS =
  /^\s*(script-shell|shell|node-options|ignore-scripts|if-present|prefix|workspaces?|include-workspace-root)(?:\[\])?\s*(?:=|$)/;

/** Repositories that npm installs. */
export const npmValidator: Validator = {
  id: 'npm',
  looksFor:
    'the npm scripts format:check, lint, typecheck, test and build of package.json',

  async detect(files): Promise<ValidationPlan | undefined> {
    const packageJson = await readPackageJson(files);
    if (!packageJson || !(await isInstalledByNpm(files, packageJson))) {
      return undefined;
    }
    return {
      setup: [await setupCommand(files)],
      commands: chooseScripts(packageJson.scripts ?? {}).map(
        ({ kind, script }) => ({
          kind,
          command: commandLine(script),
          reason: `script "${script}" of package.json`,
        }),
      ),
    };
  },

  async define(files, command) {
    const packageJson = await readPackageJson(files);
    const definition = new Map<string, string>();
    const all = packageJson?.scripts ?? {};
    const scripts = command.required
      ? expandCommand(all, command.command)
      : expandScript(all, scriptName(command));
    for (const [name, body] of scripts) {
      definition.set(`script "${name}" of package.json`, body);
    }
    const npmrc = (await files.read('.npmrc')) ?? '';
    for (const line of npmrc.split(/\r?\n/)) {
      const setting = NPMRC_SETTINGS.exec(line)?.[1];
      if (setting) definition.set(`${setting} in .npmrc`, line.trim());
    }
    return definition;
  },

  read: readOutput,
};

async function readPackageJson(
  files: TreeFiles,
): Promise<PackageJson | undefined> {
  const text = await files.read('package.json');
  return text === undefined ? undefined : parsePackageJson(text);
}

/** Where `packageManager` says nothing the lockfile decides; without one, npm is what everybody has. */
async function isInstalledByNpm(
  files: TreeFiles,
  packageJson: PackageJson,
): Promise<boolean> {
  if (packageJson.packageManager) {
    return packageJson.packageManager.startsWith('npm@');
  }
  if (await hasAny(files, LOCKFILES)) return true;
  return !(await hasAny(files, OTHER_LOCKFILES));
}

async function setupCommand(files: TreeFiles): Promise<SetupCommand> {
  for (const lockfile of LOCKFILES) {
    if (await files.has(lockfile))
      return { command: 'npm ci', reason: lockfile };
  }
  return { command: 'npm install', reason: 'package.json without a lockfile' };
}

async function hasAny(files: TreeFiles, paths: string[]): Promise<boolean> {
  for (const path of paths) {
    if (await files.has(path)) return true;
  }
  return false;
}

function commandLine(script: string): string {
  return script === 'test' ? 'npm test' : `npm run ${script}`;
}

function scriptName({ command }: PlannedCommand): string {
  return command.replace(/^npm (?:run )?/, '');
}
