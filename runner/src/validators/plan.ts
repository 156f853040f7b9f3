import type { TreeFiles } from '../git';
import type { Candidate, Findings } from './evidence/candidates';
import type { ToolRule } from './Ecosystem';
import { ecosystems } from './registry';
import { parseScript, plainWord, quoteWords, type Word } from './shell';
import { withoutOptions, type Leaf, type Trace } from './trace';
import type { PlannedCommand, SetupCommand } from './Validator';

const BUILTINS = new Set([
  'cd',
  'test',
  'true',
  'false',
  'echo',
  'export',
  'set',
  'exit',
  'sh',
  '.',
  'source',
]);

/** A chosen check as a part of the plan. */
export async function planCandidate(
  files: TreeFiles,
  { kind, command, directory, reason, trace }: Candidate,
): Promise<PlannedCommand> {
  const fix = await fixOf(files, command, trace);
  return {
    ...{ kind, command, reason },
    ...(directory && { directory }),
    ...(fix && { fix }),
  };
}

/** What the commands need first, and the programs that they need then. */
export async function planSetup(
  files: TreeFiles,
  commands: readonly PlannedCommand[],
  traces: ReadonlyMap<string, Trace>,
  { setups }: Findings,
): Promise<{
  setup: SetupCommand[];
  commands: PlannedCommand[];
  path?: string[];
  fetch?: SetupCommand[];
}> {
  const setup: SetupCommand[] = [];
  const fetch: SetupCommand[] = [];
  const path: string[] = [];
  const pins = new Map<string, string[]>();
  const hidden = commands.filter(one => !usesOf(one, traces));
  for (const { id, setup: plan } of ecosystems) {
    const directories = new Set(hidden.map(({ directory = '' }) => directory));
    const checks: PlannedCommand[] = [];
    for (const command of commands) {
      const trace = usesOf(command, traces);
      if (!trace?.ecosystems.has(id)) continue;
      directories.add(command.directory ?? '');
      checks.push(command);
      for (const leaf of trace.leaves) {
        const own = trace.setups.some(
          ({ directory }) => directory === leaf.directory,
        );
        if (leaf.ecosystem === id && !own) directories.add(leaf.directory);
      }
    }
    if (directories.size === 0) continue;
    const jobs = new Set(checks.map(({ reason }) => reason));
    const ci = setups
      .filter(one => one.ecosystem === id && jobs.has(one.setup.reason))
      .map(one => one.setup);
    const found = await plan(files, {
      directories: [...directories].sort(),
      ci,
      commands: checks,
    });
    setup.push(...found.setup);
    fetch.push(...(found.fetch ?? []));
    path.push(...(found.path ?? []));
    pins.set(id, found.pins);
  }
  return {
    setup,
    commands: commands.map(command => {
      const needs = needsOf(command, traces, pins);
      return needs.length > 0 ? { ...command, needs } : command;
    }),
    ...(path.length > 0 && { path: [...new Set(path)] }),
    ...(fetch.length > 0 && { fetch }),
  };
}

/** What a command runs; undefined where no ecosystem knows it. */
function usesOf(
  { command, directory = '' }: PlannedCommand,
  traces: ReadonlyMap<string, Trace>,
): Trace | undefined {
  const trace = traces.get(`${directory}\0${command}`);
  return trace && trace.ecosystems.size > 0 ? trace : undefined;
}

function needsOf(
  command: PlannedCommand,
  traces: ReadonlyMap<string, Trace>,
  pins: ReadonlyMap<string, string[]>,
): string[] {
  const needs = new Map<string, string>();
  for (const { words } of parseScript(command.command)) {
    const { text } = words[0];
    if (/^[\w.+-]+$/.test(text) && !BUILTINS.has(text)) needs.set(text, text);
  }
  for (const id of usesOf(command, traces)?.ecosystems ?? []) {
    for (const pin of pins.get(id) ?? []) needs.set(pin.split(' ')[0], pin);
  }
  return [...needs.values()];
}

/** The command that lays out what a format check complains about. */
async function fixOf(
  files: TreeFiles,
  command: string,
  { leaves, words }: Trace,
): Promise<string | undefined> {
  const fixes: string[] = [];
  for (const leaf of leaves) {
    const { fix } = leaf.rule;
    if (!fix || leaf.kind !== 'format') continue;
    const fixed = quoteWords(fixedWords(leaf.words, fix));
    const whole =
      leaves.length === 1 && quoteWords(words).endsWith(leaf.command);
    if (whole) {
      fixes.push(
        command.slice(0, command.length - leaf.command.length) + fixed,
      );
      continue;
    }
    const prefix = await prefixOf(files, leaf);
    const line = prefix ? `${prefix} ${fixed}` : fixed;
    fixes.push(
      leaf.directory === '' ? line : `(cd ${leaf.directory} && ${line})`,
    );
  }
  return fixes.length > 0 ? fixes.join(' && ') : undefined;
}

function fixedWords(
  words: readonly Word[],
  { drop = [], add = [] }: NonNullable<ToolRule['fix']>,
): readonly Word[] {
  const kept = withoutOptions(words, drop);
  const dashes = kept.findIndex(({ text }) => text === '--');
  const end = dashes < 0 ? kept.length : dashes;
  const more = kept.slice(end + 1);
  return [
    ...kept.slice(0, end),
    ...add.map(plainWord),
    ...(more.length > 0 ? [plainWord('--'), ...more] : []),
  ];
}

async function prefixOf(
  files: TreeFiles,
  { ecosystem, directory }: Leaf,
): Promise<string | undefined> {
  const owner = ecosystems.find(({ id }) => id === ecosystem);
  return await owner?.programPrefix?.(files, directory);
}
