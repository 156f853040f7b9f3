import { keepEnd, keepStart, stripAnsi } from '../../events';
import { runCommand } from '../../process';
import type { PhaseContext } from '../PhaseContext';
import { PhaseFailure } from '../PhaseFailure';

const OUTPUT_MAX_CHARS = 6_000;
const LAST_LINES = 60;
const COMMAND_MAX_CHARS = 2_000;

/** Runs commands of the task in its working copy. @throws PhaseFailure where one fails */
export async function runHooks(
  { events, paths, signal }: PhaseContext,
  when: 'before' | 'after',
  commands: readonly string[],
): Promise<void> {
  for (const command of commands) {
    if (signal.aborted) return;
    events.system(`$ ${command}`);
    const result = await runCommand(['sh', '-c', command], {
      cwd: paths.work,
      signal,
      onLine: (stream, text) => events.emit({ type: 'log', stream, text }),
    });
    events.emit({
      type: 'hook',
      command: keepStart(command, COMMAND_MAX_CHARS),
      exitCode: result.exitCode,
    });
    if (result.exitCode === 0) continue;
    const how = result.signal ?? `exit code ${result.exitCode}`;
    const output = result.lastLines
      .map(line => stripAnsi(line).trimEnd())
      .slice(-LAST_LINES)
      .join('\n');
    throw new PhaseFailure(
      'hookFailed',
      `The command \`${command}\` that runs ${when} the agent failed (${how})${
        output === '' ? '.' : `: ${keepEnd(output, OUTPUT_MAX_CHARS)}`
      }`,
    );
  }
}
