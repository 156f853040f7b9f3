import type { CheckKind } from '@background-tasks/plugin-background-tasks-common';
import type { Call, CiSetup, Convention, Refusal } from '../Ecosystem';

import { ranks, type CiLine } from '../ci';
import { parseScript, quoteWords } from '../shell';
import {
  commandsOf,
  principalKind,
  traceCall,
  type Leaf,
  type Trace,
  type Tracer,
} from '../trace';

/** Something that looks like a check. */
export type Candidate = {
  kind: CheckKind;
  command: string;
  directory: string;
  reason: string;
  rank: number;
  trace: Trace;
};

/** Something that looks like a check, and must not be run. */
export type Refused = { command: string; reason: string; why: string };

/** What was found, in the order in which it was. */
export type Findings = {
  candidates: Candidate[];
  refused: Refused[];
  /** By ecosystem. */
  setups: { ecosystem: string; setup: CiSetup }[];
};

const MAX_PARTS = 40;
/** Variables in front of a command that say nothing of what it checks. */
const WORDS_ONLY = new Set([
  'CI',
  'FORCE_COLOR',
  'NO_COLOR',
  'TERM',
  'DEBUG',
  'NODE_ENV',
]);
/** A whole command that does this is no check, whatever else it does. */
const NEVER: readonly Refusal[] = [
  'it never ends',
  'it publishes',
  'it needs a browser or a service',
];

/** Assignments in front of a command: its own, and with them those of its step in CI. */
type Prefix = { own: string; whole: string };

/** What the lines of CI jobs come to. */
export async function candidatesOfCi(
  tracer: Tracer,
  lines: readonly CiLine[],
): Promise<Findings> {
  const findings: Findings = { candidates: [], refused: [], setups: [] };
  const seen = new Set<string>();
  for (const line of lines) {
    const commands = commandsOf(line.script, line.directory, line.variables);
    for (const command of commands) {
      const { words, folder, runs, counts, piped } = command;
      if (folder === undefined || !counts || runs === 'often' || piped)
        continue;
      const key = JSON.stringify([words, folder, line.rank, line.source]);
      if (seen.has(key)) continue;
      seen.add(key);
      const rank =
        runs === 'sometimes' ? Math.max(line.rank, ranks.special) : line.rank;
      const reason = `from ${line.source}`;
      const call = { words, directory: folder };
      const env = new Map([...(line.env ?? []), ...command.env]);
      const prefix = { own: prefixOf(command.env), whole: prefixOf(env) };
      await addCall(tracer, call, prefix, { reason, rank }, findings);
    }
  }
  return findings;
}

/** What an ecosystem's convention comes to; undefined where it does not count. */
export async function candidateOfConvention(
  tracer: Tracer,
  convention: Convention,
): Promise<{ candidates: Candidate[]; refused: Refused[] }> {
  const { command, directory = '', reason, kind } = convention;
  const findings: Findings = { candidates: [], refused: [], setups: [] };
  const calls = parseScript(command);
  if (calls.length !== 1) return findings;
  const { words, env } = calls[0];
  const prefix = prefixOf(env);
  await addCall(
    tracer,
    { words, directory },
    { own: prefix, whole: prefix },
    { reason, rank: ranks.usual },
    findings,
    kind,
  );
  return findings;
}

async function addCall(
  tracer: Tracer,
  call: Call,
  prefix: Prefix,
  origin: { reason: string; rank: number },
  findings: Findings,
  promised?: CheckKind,
): Promise<void> {
  const trace = await traceCall(tracer, call);
  if (trace.parts && trace.parts.length <= MAX_PARTS) {
    for (const part of trace.parts) {
      await addCall(tracer, part, prefix, origin, findings);
    }
    return;
  }
  const text = quoteWords(trace.words);
  const command = prefix.whole + text;
  const { directory } =
    trace.leaves.length === 1 && isWhole(trace) ? trace.leaves[0] : trace;
  const refusal = refusalOf(trace, promised ?? kindOf(trace, command));
  if (refusal) {
    findings.refused.push({ command, reason: origin.reason, why: refusal });
    return;
  }
  // What a check installs is a part of it.
  const setups = trace.leaves.length === 0 ? trace.setups : [];
  for (const { ecosystem, ...setup } of setups) {
    const whole =
      trace.words.length > 0
        ? { command: prefix.own + text, directory: trace.directory }
        : setup;
    findings.setups.push({
      ecosystem,
      setup: { ...whole, reason: origin.reason },
    });
  }
  const kind = kindOf(trace, command, promised);
  if (!kind || trace.uncertain) return;
  if (directory !== '' && !(await tracer.files.has(directory))) return;
  findings.candidates.push({ ...origin, kind, command, directory, trace });
}

/** Whether a call is another name of one leaf: `ctest` in a folder that is made is `ctest --test-dir`. */
function isWhole(trace: Trace): boolean {
  return (
    trace.leaves.length === 1 &&
    trace.definition.size === 0 &&
    quoteWords(trace.words).endsWith(trace.leaves[0].command)
  );
}

/** The kind of a call; undefined where it is no check. */
function kindOf(
  { leaves }: Trace,
  command: string,
  promised?: CheckKind,
): CheckKind | undefined {
  const kinds = leaves.map(({ kind }) => kind);
  if (!promised) return principalKind(kinds, command);
  if (kinds.includes(promised)) return promised;
  // A compiler checks types and builds: its name says what for.
  const compiles = kinds.every(
    kind => kind === 'build' || kind === 'typecheck',
  );
  return compiles && (promised === 'build' || promised === 'typecheck')
    ? promised
    : undefined;
}

function refusalOf(
  { refusals, leaves }: Trace,
  kind: CheckKind | undefined,
): Refusal | undefined {
  const never = refusals.find(refusal => NEVER.includes(refusal));
  if (never) return never;
  const rewrites = refusals.find(refusal => refusal === 'it rewrites files');
  // Tests and builds may write: in a tree of their own.
  if (rewrites && kind !== 'test' && kind !== 'build') return rewrites;
  return leaves.length === 0 ? refusals.at(0) : undefined;
}

function prefixOf(env: ReadonlyMap<string, string>): string {
  return [...env]
    .filter(([name, value]) => !WORDS_ONLY.has(name) && !value.includes('$'))
    .map(([name, text]) => {
      const word = quoteWords([{ text, quoted: true, unknown: [] }]);
      return `${name}=${word} `;
    })
    .join('');
}

/** The same for checks of the same ecosystem and kind. */
export function groupsOf(leaves: readonly Leaf[]): string[] {
  return leaves.map(({ ecosystem, kind }) => `${ecosystem}\0${kind}`);
}
