import type { BackgroundTaskEvent } from '@background-tasks/plugin-background-tasks-common';
import type { LogLevel, LogLine } from './types';

const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/** Codes of a terminal: colours and cursor moves, and those that name links and titles. */
const CODES = new RegExp(
  `${ESCAPE}(?:\\[[0-9;:?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)?|[@-Z\\\\^_])`,
  'g',
);
/** All of them but colours. */
const CODES_WITHOUT_COLOR = new RegExp(
  `${ESCAPE}(?:\\[[0-9;:?]*[ -/]*[@-ln-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)?|[@-Z\\\\^_])`,
  'g',
);

const ERROR =
  /(?:^|[^\w./-])(?:error|err!|fatal|(?<!\b0 )failed|panic|exception|traceback)(?![\w./-])|^\s*[✗✖×]/i;
const WARNING = /(?:^|[^\w./-])warn(?:ing)?(?![\w./-])|^\s*⚠/i;
const JUDGED_CHARACTERS = 300;

/** A line of the log out of its event, made ready once for search and filters. */
export function readLogLine(
  event: Extract<BackgroundTaskEvent, { type: 'log' }>,
): LogLine {
  const { position, time, phase, stream } = event;
  const text = shownText(event.text);
  const plain = withoutAnsi(text);
  return {
    position,
    time,
    phase,
    stream,
    text,
    plain,
    level: levelOf(stream, plain),
  };
}

/** A line without the codes for colours and cursor moves. */
export function withoutAnsi(text: string): string {
  return text.includes(ESCAPE) ? text.replace(CODES, '') : text;
}

// A progress bar writes over itself: what it wrote last is what a terminal shows.
function shownText(text: string): string {
  const trimmed = text.endsWith('\r') ? text.slice(0, -1) : text;
  const last = trimmed.slice(trimmed.lastIndexOf('\r') + 1);
  return last.includes(ESCAPE) ? last.replace(CODES_WITHOUT_COLOR, '') : last;
}

// What tools print has no level: it is read off the words, as people do.
function levelOf(stream: LogLine['stream'], plain: string): LogLevel {
  const text =
    plain.length > JUDGED_CHARACTERS
      ? plain.slice(0, JUDGED_CHARACTERS)
      : plain;
  if (ERROR.test(text)) return 'error';
  if (WARNING.test(text)) return 'warning';
  return stream === 'system' ? 'system' : 'output';
}
