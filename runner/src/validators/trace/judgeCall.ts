import type { Call, Refusal, Tool, ToolRule } from '../Ecosystem';
import { quoteWords, type Word } from '../shell';
import { namesService } from './kinds';
import { hasOption, whatIsChecked, withoutOptions } from './options';
import { CHECKOUT, pathFrom, resolveFolder } from './paths';
import { emptyTrace, type Trace } from './types';

/** Words of variables that add options, and nothing to what is checked. */
const EXTRA = /opt|flag|arg|param|extra|verbos|colou?r|jobs|parallel/i;
/** What a call of a tool itself comes to: a check, a setup, a refusal, or nothing. */
export function judgeCall(
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

/** The words without what only CI's machine knows or needs. */
export function normalize(
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
