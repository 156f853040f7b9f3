import type { TreeFiles } from '../../git';
import { fields, items, readYaml, text, type Value } from '../ci/yaml';
import { boundedText } from '../config';
import type { Call, ExpandedScript } from '../Ecosystem';
import { foldersUp, join, resolveFolder } from '../trace';
import { readManagerCall } from './managerCall';
import { readPackageJson } from './packageJson';
import { findPackageManager, type PackageManagerName } from './packageManager';
import { bodyOf, nameOf } from './scripts';
import { readWorkspace } from './workspaces';

/** A file in which a package manager is told what to run scripts with, or whether to run them at all. */
type SettingsFile = {
  name: string;
  read(
    source: string,
    place: { files: TreeFiles; folder: string },
  ): Promise<Iterable<readonly [setting: string, text: string]>>;
};

const NPMRC =
  /^\s*(script-shell|shell|node-options|ignore-scripts|if-present|prefix|workspaces?|include-workspace-root)(?:\[\])?\s*(?:=|$)/;
/** Options of the command line can stand there too: `--run.if-present`. */
const YARNRC = /^\s*"?(yarn-path|script-shell|ignore-scripts|--[\w.-]+)\b/;
const YARNRC_YML = [
  'yarnPath',
  'plugins',
  'enableScripts',
  'injectEnvironmentFiles',
];
const PNPM_WORKSPACE = [
  'scriptShell',
  'shellEmulator',
  'nodeOptions',
  'enablePrePostScripts',
  'ignoreScripts',
  'ignorePnpmfile',
  'pnpmfile',
  'configDependencies',
  'executionEnv',
  'useNodeVersion',
];
const LIFECYCLE = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
];

const npmrc: SettingsFile = lines('.npmrc', NPMRC);
/** What it is told decides more than can be listed. */
const bunfig: SettingsFile = whole('bunfig.toml');
const pnpmfile: SettingsFile = whole('.pnpmfile.cjs');

const settingsFiles: Readonly<
  Record<PackageManagerName, readonly SettingsFile[]>
> = {
  npm: [npmrc],
  yarn: [npmrc, lines('.yarnrc', YARNRC), yarnrcYml()],
  pnpm: [npmrc, keys('pnpm-workspace.yaml', PNPM_WORKSPACE), pnpmfile],
  bun: [npmrc, bunfig],
};

/** Settings with which a package manager would run something else, or nothing, by their names. */
async function managerSettings(
  manager: PackageManagerName,
  files: TreeFiles,
  directory: string,
): Promise<Map<string, string>> {
  const settings = new Map<string, string>();
  for (const folder of foldersUp(directory)) {
    for (const { name, read } of settingsFiles[manager]) {
      const path = join(folder, name);
      const source = await files.read(path);
      if (source === undefined) continue;
      for (const [key, value] of await read(source, { files, folder })) {
        settings.set(key === '' ? path : `${key} in ${path}`, value);
      }
    }
  }
  return settings;
}

/** What decides how scripts are run, as scripts that run nothing: it belongs to the definition. */
export async function settingsOf(
  files: TreeFiles,
  directory: string,
  manager?: PackageManagerName,
): Promise<ExpandedScript[]> {
  const name =
    manager ?? (await findPackageManager(files, directory))?.name ?? 'npm';
  const settings = await managerSettings(name, files, directory);
  return [...settings].map(([setting, value]) => ({
    ...{ name: setting, text: value, directory },
    script: '',
  }));
}

/** What an install runs beside what packages from elsewhere bring along: the scripts of the repository's own. */
export async function installDefinition(
  manager: PackageManagerName,
  call: Call,
  files: TreeFiles,
): Promise<Map<string, string>> {
  const { directory: sent = '.' } = readManagerCall(manager, call.words);
  const directory = resolveFolder(call.directory, sent);
  if (directory === undefined) return new Map();
  const definition = await managerSettings(manager, files, directory);
  const root = await readPackageJson(files, directory);
  const packages = [
    ...(root ? [{ directory, packageJson: root }] : []),
    ...(await readWorkspace(files, directory)),
  ];
  for (const one of packages) {
    for (const script of LIFECYCLE) {
      const body = bodyOf(one.packageJson.scripts ?? {}, script);
      if (body !== undefined) {
        definition.set(nameOf(script, one.directory), body);
      }
    }
  }
  return definition;
}

function lines(name: string, pattern: RegExp): SettingsFile {
  return {
    name,
    read: async source =>
      source.split(/\r?\n/).flatMap(line => {
        const setting = pattern.exec(line)?.[1];
        return setting ? [[setting, line.trim()] as const] : [];
      }),
  };
}

function keys(name: string, wanted: readonly string[]): SettingsFile {
  return {
    name,
    read: async source => valuesOf(fields(readYaml(source)), wanted),
  };
}

function whole(name: string): SettingsFile {
  return { name, read: async source => [['', boundedText(source)]] };
}

/** Yarn's own program and its plugins are mostly files of the repository. */
function yarnrcYml(): SettingsFile {
  return {
    name: '.yarnrc.yml',
    async read(source, { files, folder }) {
      const config = fields(readYaml(source));
      const settings = valuesOf(config, YARNRC_YML);
      const programs = [
        text(config.yarnPath),
        ...items(config.plugins).map(
          plugin => text(plugin) ?? text(fields(plugin).path),
        ),
      ];
      for (const program of programs) {
        const path = program && resolveFolder(folder, program);
        const content = path && (await files.read(path));
        if (content) settings.push([path, boundedText(content)]);
      }
      return settings;
    },
  };
}

function valuesOf(
  config: { [key: string]: Value },
  wanted: readonly string[],
): [string, string][] {
  return wanted.flatMap(key =>
    config[key] === undefined
      ? []
      : [[key, boundedText(JSON.stringify(config[key]))] as [string, string]],
  );
}
