import type { AgentCommand, AgentRun, AgentWord } from '../../agents';
import { explainRefusal, isBudgetRefusal, plainWords } from '../../agents';
import { keepEnd, keepStart, stripAnsi, type EventWriter } from '../../events';
import { runCommand, type CommandResult } from '../../process';
import { PhaseFailure } from '../PhaseFailure';
import type { Confinement } from './confine';
import type { Reins } from './Reins';

/** Agents print whole files as one line. */
const LINE_MAX_BYTES = 4 * 1024 * 1024;
const TEXT_MAX_CHARS = 4_000;
const PATH_MAX_CHARS = 1_000;
const TOOL_MAX_CHARS = 200;
const VERSION_MAX_CHARS = 64;
const WORDS_MAX_CHARS = 6_000;
const LAST_LINES = 12;

type Usage = {
  inputTokens: number;
  outputTokens: number;
  costUsd: number | null;
};

/** What a session has told of itself so far. */
export type SessionFacts = {
  version?: string;
  model?: string;
  /** Whether the last two were said as an event, at the first sign of its model. */
  told: boolean;
  usage?: Usage;
};

/** What one round of an agent needs. */
export type Round = {
  /** 0 for the first. */
  number: number;
  prompt: string;
  work: string;
  provider: string;
  run: AgentRun;
  reins: Reins;
  confinement: Confinement;
  events: EventWriter;
  /** Whether nobody else counts what the agent uses. */
  countsUsage: boolean;
  facts: SessionFacts;
  /** Whether the agent has changed anything in this round. */
  changed(): Promise<boolean>;
};

/** Runs an agent until it ends or is stopped. @throws PhaseFailure where it did not do its work */
export async function runRound(round: Round): Promise<void> {
  const { run, reins, confinement } = round;
  const before = round.facts.usage;
  const command = await run.command(round.prompt);
  const result = await runProcess(round, command);
  reins.rest();
  await confinement.sweep();
  await run.tidy?.();
  reportUsage(round, before);
  if (reins.signal.aborted && reins.reason === undefined) return;
  await judge(round, result);
}

async function runProcess(
  { run, reins, confinement, work, ...round }: Round,
  command: AgentCommand,
): Promise<CommandResult> {
  const { argv, env } = confinement.wrap(command.argv, command.env);
  reins.heard();
  return await runCommand(argv, {
    cwd: work,
    env,
    signal: reins.signal,
    maxLineBytes: LINE_MAX_BYTES,
    onLine: (stream, line) => {
      reins.heard();
      for (const word of run.parse(stream, line)) {
        take({ ...round, run, reins, confinement, work }, stream, word);
      }
    },
  });
}

function take(
  { number, provider, reins, events, facts }: Round,
  stream: 'stdout' | 'stderr',
  word: AgentWord,
): void {
  // Whoever works and has not introduced itself by now will not.
  if (word.type === 'activity' || word.type === 'turn') {
    tellProgram(events, facts);
  }
  switch (word.type) {
    case 'activity':
      events.emit({
        ...word,
        text: keepStart(stripAnsi(word.text), TEXT_MAX_CHARS),
        ...(word.tool && { tool: keepStart(word.tool, TOOL_MAX_CHARS) }),
        ...(word.path && { path: keepStart(word.path, PATH_MAX_CHARS) }),
        round: number,
      });
      return;
    case 'log':
      events.emit({ type: 'log', stream, text: word.text });
      return;
    case 'program':
      facts.version = word.version ?? facts.version;
      facts.model = word.model ?? facts.model;
      tellProgram(events, facts);
      return;
    case 'turn':
      reins.turn();
      return;
    case 'usage':
      facts.usage = word;
      return;
    case 'hopeless':
      // A budget that is used up says it itself.
      reins.pull(
        isBudgetRefusal(word.words)
          ? plainWords(word.words)
          : `The agent '${provider}' was stopped. ${explainRefusal(
              word.words,
            )}`,
      );
      return;
    default:
      word satisfies never;
  }
}

function tellProgram(events: EventWriter, facts: SessionFacts): void {
  if (facts.told || facts.version === undefined) return;
  facts.told = true;
  events.emit({
    type: 'agent',
    version: keepStart(facts.version, VERSION_MAX_CHARS),
    ...(facts.model && { model: keepStart(facts.model, TOOL_MAX_CHARS) }),
  });
}

/** What this round used is the difference to the session's last total. */
function reportUsage(
  { events, facts, countsUsage, number }: Round,
  before: Usage | undefined,
) {
  const { usage } = facts;
  if (!usage) return;
  const since = (now: number, then = 0) => Math.max(0, Math.round(now - then));
  const inputTokens = since(usage.inputTokens, before?.inputTokens);
  const outputTokens = since(usage.outputTokens, before?.outputTokens);
  const name = number === 0 ? 'The agent' : `Repair round ${number}`;
  events.system(
    `${name} used ${inputTokens} tokens of input and ${outputTokens} of output, as the agent counts.`,
  );
  // The gateway's own count is the one that is paid.
  if (!countsUsage) return;
  const costUsd =
    usage.costUsd === null || before?.costUsd === null
      ? null
      : Math.max(0, usage.costUsd - (before?.costUsd ?? 0));
  events.emit({ type: 'usage', inputTokens, outputTokens, costUsd });
}

/** The agent's last word, its exit code and the change decide together: none of them can be trusted alone. */
async function judge(round: Round, result: CommandResult): Promise<void> {
  const { run, reins, provider, events } = round;
  if (reins.reason !== undefined) throw failure(reins.reason);
  const end = run.end(result);
  if (end.said === 'failed') {
    const words = explainRefusal(end.words);
    throw failure(
      provider === 'script' || isBudgetRefusal(words)
        ? words
        : `The agent '${provider}' failed. ${words}`,
    );
  }
  const how = result.signal ?? `exit code ${result.exitCode}`;
  if (end.said === 'unsaid') {
    throw failure(
      `The agent '${provider}' ended (${how}) without saying that it was done.${lastWords(
        result,
      )}`,
    );
  }
  if (result.exitCode === 0) return;
  if (!(await round.changed())) {
    throw failure(
      `The agent '${provider}' ended with ${how}, and changed nothing.${lastWords(
        result,
      )}`,
    );
  }
  events.system(`The agent said that it was done, and ended with ${how}.`);
}

function failure(words: string): PhaseFailure {
  return new PhaseFailure(
    isBudgetRefusal(words) ? 'budgetExhausted' : 'agentFailed',
    words,
  );
}

function lastWords({ lastLines }: CommandResult): string {
  const words = lastLines
    .map(line => stripAnsi(line).trimEnd())
    .filter(line => line !== '' && !line.startsWith('{'))
    .slice(-LAST_LINES)
    .join('\n');
  return words === ''
    ? ''
    : ` Its last words: ${keepEnd(words, WORDS_MAX_CHARS)}`;
}
