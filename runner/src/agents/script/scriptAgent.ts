import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripAnsi } from '../../events';
import type { CommandResult } from '../../process';
import type { AgentAdapter, AgentEnd } from '../AgentAdapter';

const LAST_LINES = 20;

/** The deterministic agent: the task's own `sh` script. It stops at the first command that fails. */
export const scriptAgent: AgentAdapter = {
  id: 'script',
  understands: false,

  async prepare({ spec, tmp }) {
    const { script, environment } = spec.agent;
    if (script === undefined) {
      throw new Error("The provider 'script' was given no script.");
    }
    const file = join(tmp, 'script.sh');
    await writeFile(file, script);
    return {
      async command() {
        return {
          argv: ['sh', '-e', file],
          env: { ...process.env, ...environment },
        };
      },
      parse: (_, text) => [{ type: 'log', text }],
      end,
    };
  },
};

/** Its exit code says it all. */
function end({ exitCode, signal, lastLines }: CommandResult): AgentEnd {
  if (exitCode === 0) return { said: 'done' };
  const how = signal
    ? `was ended by ${signal}`
    : `ended with exit code ${exitCode}`;
  const words = lastLines
    .map(line => stripAnsi(line).trimEnd())
    .filter(line => line !== '')
    .slice(-LAST_LINES)
    .join('\n');
  return {
    said: 'failed',
    words: `The script ${how}${words ? `: ${words}` : '.'}`,
  };
}
