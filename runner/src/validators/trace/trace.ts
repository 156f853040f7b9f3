import { createHash } from 'node:crypto';
import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import type { TreeFiles } from '../../git';
import type { Call, Expansion, Refusal, Tool, ToolRule } from '../Ecosystem';
import { parseScript, quoteWords, type Word } from '../shell';
import { kindOfPath, namesService } from './kinds';
import {
  firstArgument,
  hasOption,
  whatIsChecked,
  withoutOptions,
} from './options';
import { CHECKOUT, pathFrom, resolveFolder } from './paths';
import { repositoryScript } from './repositoryScript';
import { mergeRules } from './rules';
import type { ToolIndex } from './ToolIndex';

/** One check at the end of a chain: what really looks at the code. */
export type Leaf = {
  ecosystem: string;
  kind: CheckKind;
  /** The same for two calls that check the same. */
  key: string;
  /** The call, as a person would type it in its folder. */
  command: string;
  directory: string;
  /** The tool's first name; '' where it cannot be seen. */
  program: string;
  rule: ToolRule;
  words: readonly Word[];
  /** The tool cannot be seen: only a name promises that it is a check. */
  opaque: boolean;
};

/** What a command comes to. */
export type Trace = {
  /** The command without what belongs to CI's machine. */
  words: readonly Word[];
  directory: string;
  leaves: readonly Leaf[];
  refusals: readonly Refusal[];
  /** Commands in it that get dependencies. */
  setups: readonly { ecosystem: string; command: string; directory: string }[];
  /** What of the repository's files decides what it runs. */
  definition: ReadonlyMap<string, string>;
  /** Calls that stand for it, one by one. */
  parts?: readonly Call[];
  /** The ecosystems whose programs it goes through. */
  ecosystems: ReadonlySet<string>;
  /** Its words hold something that is known only where it runs. */
  uncertain: boolean;
};

export type Tracer = {
  files: TreeFiles;
  tools: ToolIndex;
  /** Scripts that are being followed: one that comes back to itself is not followed again. */
  open?: ReadonlySet<string>;
};

const MAX_DEPTH = 12;
const MAX_TEXT = 4_000;
/** Words of variables that add options, and nothing to what is checked. */
const EXTRA = /opt|flag|arg|param|extra|verbos|colou?r|jobs|parallel/i;
/** What scripts hand on to a linter. */
const WRITES = ['--fix', '--write'];
const HELP = ['--help', '--version', '-V'];

/** Follows a call through scripts and runners down to the tools that look at the code. Reads files, runs nothing. */
export async function traceCall(
  tracer: Tracer,
  call: Call,
  depth = 0,
): Promise<Trace> {
  const none = emptyTrace(call);
  const program = call.words.at(0);
  if (!program || depth > MAX_DEPTH || program.unknown.includes('()')) {
    return none;
  }
  const found = tracer.tools.find(program.text);
  const own = !found?.tool.wrapper && (await ownScript(tracer, call));
  if (own) return await traceExpansion(tracer, call, own, depth);
  if (!found) return none;
  const trace = await applyRule(tracer, call, found, found.tool, 1, depth);
  return {
    ...trace,
    ecosystems: new Set([found.ecosystem, ...trace.ecosystems]),
  };
}

/** Follows all commands of a script. */
export async function traceScript(
  tracer: Tracer,
  script: string,
  directory: string,
  variables: ReadonlyMap<string, string> = new Map(),
  depth = 0,
): Promise<Trace> {
  const traces: Trace[] = [];
  for (const { words, folder, runs, counts } of commandsOf(
    script,
    directory,
    variables,
  )) {
    if (folder === undefined || !counts || runs === 'sometimes') continue;
    traces.push(
      await traceCall(tracer, { words, directory: folder }, depth + 1),
    );
  }
  return mergeTraces({ words: [], directory }, traces);
}

/** The commands of a script with the folder that each runs in; undefined is somewhere outside. */
export function* commandsOf(
  script: string,
  directory: string,
  variables: ReadonlyMap<string, string> = new Map(),
) {
  const folders = new Map<number, string | undefined>([[0, directory]]);
  for (const command of parseScript(script, variables)) {
    if (!folders.has(command.subshell)) {
      folders.set(command.subshell, folders.get(0));
    }
    const folder = folders.get(command.subshell);
    const [program, ...rest] = command.words;
    if (program.text === 'cd' || program.text === 'pushd') {
      const path = rest.find(({ text }) => !text.startsWith('-'));
      const known = folder !== undefined && path && path.unknown.length === 0;
      if (command.runs === 'always') {
        folders.set(
          command.subshell,
          known ? resolveFolder(folder, path.text) : undefined,
        );
      }
      continue;
    }
    if (program.text === 'popd') {
      folders.set(command.subshell, directory);
      continue;
    }
    yield { ...command, folder };
  }
}

async function applyRule(
  tracer: Tracer,
  call: Call,
  owner: { tool: Tool; ecosystem: string },
  rule: ToolRule,
  from: number,
  depth: number,
): Promise<Trace> {
  const { words } = call;
  if (hasOption(words, without(HELP, rule.quiet))) return emptyTrace(call);
  if (rule.sub) {
    const index = firstArgument(words, from, rule.valued);
    const name = index < 0 ? '' : words[index].text;
    const sub = Object.hasOwn(rule.sub, name) ? rule.sub[name] : undefined;
    const next = sub ?? (name === '' ? undefined : rule.sub['*']);
    if (next) {
      const at = index < 0 ? words.length : index + 1;
      const merged = mergeRules(rule, next);
      return await applyRule(tracer, call, owner, merged, at, depth);
    }
  }
  const other = rule.as?.(call);
  if (other) return await traceCall(tracer, other, depth + 1);
  const inner = rule.wraps?.(words);
  if (inner) return await traceWrapped(tracer, call, inner, depth);
  const expansion = await rule.expand?.(call, tracer.files);
  if (expansion) {
    return await traceExpansion(
      tracer,
      call,
      expansion,
      depth,
      owner.ecosystem,
    );
  }
  return judgeCall(call, owner, rule);
}

function judgeCall(
  call: Call,
  { tool, ecosystem }: { tool: Tool; ecosystem: string },
  rule: ToolRule,
): Trace {
  const { directory } = call;
  const { words, uncertain } = normalize(call, rule);
  const trace = { ...emptyTrace({ words, directory }), uncertain };
  const refusal = refusalOf(call.words, rule);
  if (refusal) return { ...trace, refusals: [refusal] };
  const command = quoteWords(words);
  if (rule.setup) {
    return { ...trace, setups: [{ ecosystem, command, directory }] };
  }
  const special = Object.keys(rule.kindWith ?? {}).find(option =>
    hasOption(call.words, [option]),
  );
  const kind = special ? rule.kindWith?.[special] : rule.kind;
  if (!kind) return trace;
  const key = [
    ecosystem,
    tool.programs[0],
    whatIsChecked(words.slice(1), rule),
    directory,
  ].join('\0');
  if (kind === 'test' && namesService(command)) {
    return { ...trace, refusals: ['it needs a browser or a service'] };
  }
  const leaf = {
    ...{ ecosystem, kind, key, command, directory, rule, words },
    program: tool.programs[0],
    opaque: false,
  };
  return { ...trace, leaves: [leaf] };
}

function refusalOf(
  words: readonly Word[],
  rule: ToolRule,
): Refusal | undefined {
  if (rule.refuse) return rule.refuse;
  for (const [option, refusal] of Object.entries(rule.refuseWith ?? {})) {
    if (hasOption(words, [option])) return refusal;
  }
  if (hasOption(words, rule.watchesWith)) {
    const off = words.some(({ text }) => /^--\w[\w-]*=(?:false|0)$/.test(text));
    if (!off) return 'it never ends';
  }
  if (rule.endsWith && !hasOption(words, rule.endsWith)) {
    return 'it never ends';
  }
  if (hasOption(words, rule.writesWith)) return 'it rewrites files';
  if (rule.checksWith && !hasOption(words, rule.checksWith)) {
    return 'it rewrites files';
  }
  return undefined;
}

/** `npx eslint .`: what is inside decides, what is outside stays. */
async function traceWrapped(
  tracer: Tracer,
  call: Call,
  inner: readonly Word[],
  depth: number,
): Promise<Trace> {
  const { directory } = call;
  const trace = await traceCall(tracer, { words: inner, directory }, depth + 1);
  const outer = call.words.slice(0, call.words.length - inner.length);
  return {
    ...trace,
    words: [...outer, ...trace.words],
    parts: trace.parts?.map(part => ({
      ...part,
      words: [...outer, ...part.words],
    })),
  };
}

async function traceExpansion(
  tracer: Tracer,
  call: Call,
  expansion: Expansion,
  depth: number,
  ecosystem = 'script',
): Promise<Trace> {
  const { directory } = call;
  const { words, uncertain } = normalize(call, {});
  if (expansion.missing) {
    return { ...emptyTrace(call), refusals: ['it calls what is not there'] };
  }
  const definition = new Map<string, string>();
  const traces: Trace[] = [];
  for (const script of expansion.scripts) {
    definition.set(script.name, bounded(script.text));
    const id = `${script.name}\0${script.script ?? script.text}`;
    if (tracer.open?.has(id)) continue;
    const open = new Set([...(tracer.open ?? []), id]);
    traces.push(
      await traceScript(
        { ...tracer, open },
        script.script ?? script.text,
        script.directory,
        new Map(Object.entries(script.variables ?? {})),
        depth,
      ),
    );
  }
  const inside = named(mergeTraces(call, traces), expansion.kind);
  const merged: Trace = {
    ...inside,
    refusals: hasOption(call.words, WRITES)
      ? [...inside.refusals, 'it rewrites files']
      : inside.refusals,
    words,
    uncertain,
    definition: new Map([...definition, ...inside.definition]),
    parts: expansion.parts,
  };
  const { kind } = expansion;
  if (
    !kind ||
    merged.leaves.length > 0 ||
    merged.refusals.length > 0 ||
    merged.setups.length > 0
  ) {
    return merged;
  }
  const command = quoteWords(words);
  if (kind === 'test' && namesService(command)) {
    return { ...merged, refusals: ['it needs a browser or a service'] };
  }
  const known = expansion.scripts.map(({ name, text }) => `${name}\0${text}`);
  const leaf: Leaf = {
    ...{ ecosystem, kind, command, directory, words, program: '' },
    key: [ecosystem, kind, expansion.identity, ...known, directory].join('\0'),
    rule: {},
    opaque: true,
  };
  return { ...merged, leaves: [leaf] };
}

/** Where no tool can be seen, the name that is called says more than the names inside. */
function named(trace: Trace, kind: CheckKind | undefined): Trace {
  if (!kind || !trace.leaves.every(({ opaque }) => opaque)) return trace;
  return { ...trace, leaves: trace.leaves.map(leaf => ({ ...leaf, kind })) };
}

/** A file of the repository that is called as a program. */
async function ownScript(
  { files }: Tracer,
  { words, directory }: Call,
): Promise<Expansion | undefined> {
  const path = words[0].text;
  if (!path.includes('/') || words[0].unknown.length > 0) return undefined;
  const more = quoteWords(words.slice(1));
  return await repositoryScript(files, directory, path, {
    kind: kindOfPath(path),
    more,
  });
}

function mergeTraces(call: Call, traces: readonly Trace[]): Trace {
  return {
    ...emptyTrace(call),
    leaves: traces.flatMap(({ leaves }) => leaves),
    refusals: traces.flatMap(({ refusals }) => refusals),
    setups: traces.flatMap(({ setups }) => setups),
    definition: new Map(traces.flatMap(({ definition }) => [...definition])),
    ecosystems: new Set(traces.flatMap(({ ecosystems }) => [...ecosystems])),
  };
}

function emptyTrace({ words, directory }: Call): Trace {
  return {
    ...{ words, directory, leaves: [], refusals: [], setups: [] },
    definition: new Map(),
    ecosystems: new Set(),
    uncertain: false,
  };
}

/** The words without what only CI's machine knows or needs. */
function normalize(
  { words, directory }: Call,
  { quiet = [], valued }: ToolRule,
): { words: Word[]; uncertain: boolean } {
  let uncertain = false;
  const kept = withoutOptions(words, quiet, valued).flatMap((word, index) => {
    const text = word.text.includes(CHECKOUT)
      ? word.text.replace(/\/@checkout(?:\/[^:=,]*)?/g, path =>
          pathFrom(directory, resolveFolder('', path) ?? ''),
        )
      : word.text;
    if (word.unknown.length === 0) return { ...word, text };
    // `${PREFIX}ruff`: a folder that only a script knows.
    if (index === 0 && text !== '') return { ...word, text, unknown: [] };
    const extra =
      text.startsWith('-') || word.unknown.every(name => EXTRA.test(name));
    if (!extra) uncertain = true;
    return [];
  });
  return { words: kept, uncertain };
}

function without(
  names: readonly string[],
  others: readonly string[] = [],
): readonly string[] {
  return names.filter(name => !others.includes(name));
}

function bounded(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${text.slice(0, 150)}… (${text.length} characters, sha256 ${hash})`;
}
