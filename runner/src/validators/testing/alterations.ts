import { discoverChecks } from '../discover';
import type { PlannedCommand } from '../Validator';
import { filesOf } from './filesOf';

/** The names of what decides what a command runs, and that another version of one file alters. */
export async function alteredBy(
  command: string,
  path: string,
  before: string,
  after: string,
  others: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const [base, change] = [before, after].map(text =>
    filesOf({ ...others, [path]: text }),
  );
  const { validatorOf } = await discoverChecks(base, { commands: [command] });
  const planned: PlannedCommand = { kind: 'test', command, reason: '' };
  const validator = validatorOf(planned);
  const was = await validator.define(base, planned);
  const is = await validator.define(change, planned);
  const names = new Set([...was.keys(), ...is.keys()]);
  return [...names].filter(name => was.get(name) !== is.get(name));
}
