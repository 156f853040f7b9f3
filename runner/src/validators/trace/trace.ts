import { createHash } from 'node:crypto';
import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import type { Call, Expansion, Tool, ToolRule } from '../Ecosystem';
import { parseScript, quoteWords, type Word } from '../shell';
import { judgeCall, normalize } from './judgeCall';
import { kindOfPath, namesService } from './kinds';
import { firstArgument, hasOption } from './options';
import { resolveFolder } from './paths';
import { repositoryScript } from './repositoryScript';
import { mergeRules } from './rules';
import { emptyTrace, type Leaf, type Trace, type Tracer } from './types';

const MAX_DEPTH = 12;
const MAX_TEXT = 4_000;
/** What scripts hand on to a linter. */
const WRITES = ['--fix', '--write'];
const HELP = ['--help', '--version'];

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
  const started = found.tool.wrapper ? await starterOf(tracer, call) : [];
  return {
    ...trace,
    definition: new Map([...started, ...trace.definition]),
    ecosystems: new Set([found.ecosystem, ...trace.ecosystems]),
  };
}

/** The repository's own file that starts a tool (`./gradlew`): nothing is read out of it, but it could start another. */
async function starterOf(
  { files }: Tracer,
  { words: [program], directory }: Call,
): Promise<[name: string, text: string][]> {
  if (!program.text.includes('/') || program.unknown.length > 0) return [];
  const path = resolveFolder(directory, program.text);
  const text = path && (await files.read(path));
  return path && text !== undefined ? [[path, bounded(text)]] : [];
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
  const trace = judgeCall(call, owner, rule);
  if (!rule.define) return trace;
  return { ...trace, definition: await rule.define(call, tracer.files) };
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

function bounded(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${text.slice(0, 150)}… (${text.length} characters, sha256 ${hash})`;
}

function without(
  names: readonly string[],
  others: readonly string[] = [],
): readonly string[] {
  return names.filter(name => !others.includes(name));
}
