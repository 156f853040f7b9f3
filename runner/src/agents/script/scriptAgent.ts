import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripAnsi } from '../../events';
import type { AgentAdapter } from '../AgentAdapter';

const LAST_LINES = 20;

/** The deterministic agent: the task's own `sh` script. It stops at the first command that fails. */
export const scriptAgent: AgentAdapter = {
  id: 'script',

  async prepare({ spec, tmp }) {
    const { script, environment } = spec.agent;
    if (script === undefined) {
      throw new Error("The provider 'script' was given no script.");
    }
    const file = join(tmp, 'script.sh');
    await writeFile(file, script);
    return {
      argv: ['sh', '-e', file],
      env: { ...process.env, ...environment },
    };
  },

  parse(stream, line, events) {
    events.emit({ type: 'log', stream, text: line });
  },

  finish({ exitCode, signal, lastLines }) {
    if (exitCode === 0) return undefined;
    const how = signal
      ? `was ended by ${signal}`
      : `ended with exit code ${exitCode}`;
    const words = lastLines
      .map(line => stripAnsi(line).trimEnd())
      .filter(line => line !== '')
      .slice(-LAST_LINES)
      .join('\n');
    return `The script ${how}${words ? `: ${words}` : '.'}`;
  },

  async stop() {},
};
