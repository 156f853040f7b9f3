import type { TreeFiles } from '../../git';
import { discoverChecks, type CheckSettings } from '../discover';

/** What is found, each as `kind: command`, with the folder in front where it is not the root. */
export async function commandsOf(
  files: TreeFiles,
  settings?: CheckSettings,
): Promise<string[]> {
  const { plan } = await discoverChecks(files, settings);
  return plan.commands.map(
    ({ kind, command, directory }) =>
      `${kind}: ${directory ? `cd ${directory} && ` : ''}${command}`,
  );
}

/** What looks like a check and is not run, with the reason. */
export async function notChosenOf(files: TreeFiles): Promise<string[]> {
  const { plan } = await discoverChecks(files);
  return (plan.notChosen ?? []).map(({ command, why }) => `${command}: ${why}`);
}
