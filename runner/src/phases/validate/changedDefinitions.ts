import { keepStart } from '../../events';
import type { TreeFiles } from '../../git';
import type { DiscoveredPlan } from '../../validators';

const SHOWN_CHARS = 200;

/** Sentences on what the change makes the gate's commands, and what sets them up, run instead; none where all runs as it did. */
export async function changedDefinitions(
  { plan, validatorOf }: DiscoveredPlan,
  base: TreeFiles,
  change: TreeFiles,
): Promise<string[]> {
  const sentences: string[] = [];
  for (const command of [...plan.setup, ...plan.commands]) {
    const validator = validatorOf(command);
    const before = await validator.define(base, command);
    const after = await validator.define(change, command);
    const names = new Set([...before.keys(), ...after.keys()]);
    const changed = [...names].filter(
      name => before.get(name) !== after.get(name),
    );
    if (changed.length === 0) continue;
    const words = changed.map(
      name =>
        `${name} was ${quote(before.get(name))}, is ${quote(after.get(name))}`,
    );
    sentences.push(
      `The change alters what \`${command.command}\` runs: ${words.join(
        '; ',
      )}.`,
    );
  }
  return sentences;
}

function quote(text: string | undefined): string {
  return text === undefined ? 'absent' : `"${keepStart(text, SHOWN_CHARS)}"`;
}
