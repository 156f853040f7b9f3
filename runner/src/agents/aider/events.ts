/** What a line of aider means: it prints words for people, and no JSON. As of version 0.86.2. */
export type AiderLine =
  | { is: 'version'; version: string }
  | { is: 'model'; model: string }
  | { is: 'edit'; path: string }
  | { is: 'usage'; sent: number; received: number }
  | { is: 'error'; words: string }
  | { is: 'retry' }
  | { is: 'other' };

const VERSION = /^Aider v(\S+)$/;
const MODEL = /^Main model: (\S+)/;
const EDIT = /^Applied edit to (.+)$/;
const USAGE = /^Tokens: ([\d.,]+[km]?) sent,.*?([\d.,]+[km]?) received\./;
const ERROR = /^litellm\.\w+: (.+)$/;
const RETRY = /^Retrying in [\d.]+ seconds/;

/** Reads one line of aider. */
export function parseAiderLine(line: string): AiderLine {
  const version = VERSION.exec(line);
  if (version) return { is: 'version', version: version[1] };
  const model = MODEL.exec(line);
  if (model) return { is: 'model', model: model[1] };
  const edit = EDIT.exec(line);
  if (edit) return { is: 'edit', path: edit[1] };
  const usage = USAGE.exec(line);
  if (usage) {
    return { is: 'usage', sent: count(usage[1]), received: count(usage[2]) };
  }
  const error = ERROR.exec(line);
  if (error) return { is: 'error', words: error[1] };
  return RETRY.test(line) ? { is: 'retry' } : { is: 'other' };
}

/** `140`, `8.9k`, `1.2M` */
function count(text: string): number {
  const number = Number.parseFloat(text.replaceAll(',', ''));
  if (/m$/i.test(text)) return Math.round(number * 1_000_000);
  return /k$/i.test(text) ? Math.round(number * 1_000) : number;
}
