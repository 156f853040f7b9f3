import type { TreeFiles } from '../git';
import { cachedFiles } from './cachedFiles';
import { configurationOf } from './config';
import type { OutputReader } from './Ecosystem';
import { readOutput } from './output';
import { ecosystems, toolIndex } from './registry';
import { traceScript, type Trace } from './trace';
import type { PlannedCommand, Validator } from './Validator';

/** What a command runs, read from a tree's files. */
export async function traceCommand(
  files: TreeFiles,
  { command, directory = '' }: Pick<PlannedCommand, 'command' | 'directory'>,
): Promise<Trace> {
  const tracer = { files: cachedFiles(files), tools: toolIndex };
  return await traceScript(tracer, command, directory);
}

/** Knows a command by the tools that it comes to on the base. */
export function commandValidator(trace: Trace): Validator {
  const readers = readersOf(trace);
  return {
    async define(files, command) {
      const cached = cachedFiles(files);
      const { definition, leaves } = await traceCommand(cached, command);
      const all = new Map(definition);
      for (const leaf of leaves) {
        for (const [name, text] of await configurationOf(cached, leaf)) {
          all.set(name, text);
        }
      }
      return all;
    },
    read: (lines, command) => readOutput(lines, command, readers),
  };
}

/** The readers of its tools; all that there are where its tools cannot be seen. */
function readersOf({ leaves }: Trace): OutputReader[] {
  const own = new Set(leaves.flatMap(({ rule }) => rule.read ?? []));
  const hidden = leaves.length === 0 || leaves.some(leaf => !leaf.rule.read);
  if (!hidden) return [...own];
  const every = ecosystems.flatMap(({ tools }) =>
    tools.flatMap(({ read }) => read ?? []),
  );
  return [...new Set([...own, ...every])];
}
