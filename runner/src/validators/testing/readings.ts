import { discoverChecks } from '../discover';
import type { CommandWords, PlannedCommand } from '../Validator';
import { filesOf } from './filesOf';

/** What the reader of a command makes of its output. */
export async function readingOf(
  command: string,
  output: string,
  kind: PlannedCommand['kind'] = 'test',
): Promise<CommandWords> {
  const { validatorOf } = await discoverChecks(filesOf({}), {
    commands: [command],
  });
  const lines = output.split('\n');
  return validatorOf({ command }).read(lines, { kind, command, reason: '' });
}

/** All that decides what a command runs, by its names. */
export async function definitionOf(
  files: Readonly<Record<string, string>>,
  command: string,
): Promise<string[]> {
  const tree = filesOf(files);
  const { validatorOf } = await discoverChecks(tree, { commands: [command] });
  const planned: PlannedCommand = { kind: 'test', command, reason: '' };
  return [...(await validatorOf(planned).define(tree, planned)).keys()];
}

/** What is run before the checks. */
export async function setupOf(
  files: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { plan } = await discoverChecks(filesOf(files));
  return plan.setup.map(
    ({ command, directory }) =>
      `${directory ? `cd ${directory} && ` : ''}${command}`,
  );
}

/** What gets the dependencies that checks download for themselves. */
export async function fetchOf(
  files: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { plan } = await discoverChecks(filesOf(files));
  return (plan.fetch ?? []).map(
    ({ command, directory }) =>
      `${directory ? `cd ${directory} && ` : ''}${command}`,
  );
}
