import path from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { InstallMode } from './AgentInstallations';

const SETTING = 'backgroundTasks.agents.install';

/**
 * Reads `backgroundTasks.agents`.
 *
 * @param parent - the folder in which the agents' own lies by default
 * @throws InputError that names the field
 */
export function readAgents(
  config: Config | undefined,
  parent: string,
): { directory: string; mode: InstallMode } {
  const agents = config?.getOptionalConfig('agents');
  const mode = agents?.getOptionalString('install') ?? 'onDemand';
  if (mode !== 'onDemand' && mode !== 'never') {
    throw new InputError(
      `Invalid configuration '${SETTING}': '${mode}' is neither 'onDemand' nor 'never'`,
    );
  }
  return {
    directory: path.resolve(
      agents?.getOptionalString('directory') ?? path.join(parent, 'agents'),
    ),
    mode,
  };
}
