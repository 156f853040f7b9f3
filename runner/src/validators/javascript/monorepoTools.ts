import type { TreeFiles } from '../../git';
import type { Call, Expansion, ExpandedScript, Tool } from '../Ecosystem';
import { plainWord, type Word } from '../shell';
import { isOption, kindOfName, optionValues, withoutOptions } from '../trace';
import { settingsOf } from './managerSettings';
import { readPackageJson } from './packageJson';
import { matchingScripts, runOf } from './scripts';
import { readWorkspace } from './workspaces';

const NX_TARGETS = ['-t', '--target', '--targets'];
/** What `affected` compares with: nothing is affected on an untouched tree, so all is checked. */
const NX_RANGE = [
  '--base',
  '--head',
  '--affected',
  '--nxBail',
  '--parallel',
  '--verbose',
  '--skip-nx-cache',
  '--skipNxCache',
];

/**
 * The calls that a call of Nx, Turborepo or Lerna comes to: one per target, and for all packages instead of those
 * that changed. undefined for anything else.
 */
export function canonicalRunnerCalls(call: Call): readonly Call[] | undefined {
  const targets = targetsOf(call.words);
  if (!targets) return undefined;
  const { words } = call;
  return targets.map(target => ({
    ...call,
    words: canonicalWords(words, target),
  }));
}

/** The tools that run a target in many packages. */
export const monorepoTools: readonly Tool[] = [
  {
    programs: ['nx', 'turbo', 'lerna'],
    config: [
      'nx.json',
      'turbo.json',
      'turbo.jsonc',
      'lerna.json',
      'project.json',
    ],
    refuseWith: { '--watch': 'it never ends' },
    async expand(call, files) {
      return await expandRunner(call, files);
    },
  },
];

async function expandRunner(
  call: Call,
  files: TreeFiles,
): Promise<Expansion | undefined> {
  const targets = targetsOf(call.words);
  if (!targets || targets.length === 0) return undefined;
  const canonical = canonicalRunnerCalls(call) ?? [];
  const same =
    canonical.length === 1 && textOf(canonical[0].words) === textOf(call.words);
  const scripts: ExpandedScript[] = [];
  const root = await readPackageJson(files, call.directory);
  const packages = [
    ...(root ? [{ directory: call.directory, packageJson: root }] : []),
    ...(await readWorkspace(files, call.directory)),
  ];
  for (const { directory, packageJson } of packages) {
    for (const target of targets) {
      for (const script of matchingScripts(packageJson.scripts ?? {}, target)) {
        scripts.push(...runOf(packageJson.scripts ?? {}, script, directory));
      }
    }
  }
  scripts.push(...(await settingsOf(files, call.directory)));
  return {
    scripts,
    identity: textOf(call.words),
    kind: targets.length === 1 ? kindOfName(targets[0]) : undefined,
    parts: same ? undefined : canonical,
  };
}

/** The targets that a call runs; undefined where it runs none. */
function targetsOf(words: readonly Word[]): string[] | undefined {
  const program = words.at(0)?.text ?? '';
  const rest = words.slice(1);
  switch (program.slice(program.lastIndexOf('/') + 1)) {
    case 'nx':
      return nxTargets(rest);
    case 'turbo':
      return turboTargets(rest);
    case 'lerna':
      return rest.at(0)?.text === 'run' && rest.at(1)
        ? [rest[1].text]
        : undefined;
    default:
      return undefined;
  }
}

function nxTargets(rest: readonly Word[]): string[] | undefined {
  const command = rest.at(0)?.text ?? '';
  const [name, suffix] = command.split(':');
  if (command === 'format:check') return undefined;
  if (name === 'affected' && suffix) return [suffix];
  if (name !== 'affected' && name !== 'run-many') return undefined;
  const named = rest.flatMap(({ text }, index) => {
    const option = NX_TARGETS.find(one => isOption(text, one));
    if (!option) return [];
    if (text !== option) return text.slice(option.length + 1).split(',');
    const values: string[] = [];
    for (const word of rest.slice(index + 1)) {
      if (word.text.startsWith('-')) break;
      values.push(...word.text.split(','));
    }
    return values;
  });
  return named.filter(Boolean);
}

function turboTargets(rest: readonly Word[]): string[] | undefined {
  const words = rest.at(0)?.text === 'run' ? rest.slice(1) : rest;
  const targets: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const { text } = words[index];
    if (text === '--') break;
    if (text === '--filter' || text === '-F' || text === '--concurrency')
      index += 1;
    else if (!text.startsWith('-')) targets.push(text);
  }
  const other = [
    'login',
    'link',
    'prune',
    'watch',
    'gen',
    'daemon',
    'ls',
    'info',
  ];
  return targets.length === 0 || other.includes(targets[0])
    ? undefined
    : targets;
}

function canonicalWords(words: readonly Word[], target: string): Word[] {
  const [program, ...rest] = words;
  const name = program.text.slice(program.text.lastIndexOf('/') + 1);
  if (name === 'nx') {
    const exclude = optionValues(rest, ['--exclude', '--projects', '-p']);
    const kept = withoutOptions(
      rest,
      [...NX_RANGE, ...NX_TARGETS],
      ['--base', '--head'],
    ).filter(({ text }) =>
      /^--(?:exclude|projects|configuration|c)=/.test(text),
    );
    const extra =
      kept.length === 0 && exclude.length > 0
        ? [plainWord(`--exclude=${exclude.join(',')}`)]
        : kept;
    return [
      plainWord('nx'),
      plainWord('run-many'),
      plainWord('-t'),
      plainWord(target),
      ...extra,
    ];
  }
  if (name === 'turbo') {
    const filters = optionValues(rest, ['--filter', '-F']).filter(
      value => !value.includes('['),
    );
    const more = rest.findIndex(({ text }) => text === '--');
    return [
      ...['turbo', 'run', target].map(plainWord),
      ...filters.map(value => plainWord(`--filter=${value}`)),
      ...(more < 0 ? [] : rest.slice(more)),
    ];
  }
  return withoutOptions(
    words,
    ['--since', '--concurrency', '--stream'],
    ['--concurrency'],
  );
}

function textOf(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}
