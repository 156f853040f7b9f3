import os from 'node:os';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { WorkspaceLimits } from '@background-tasks/plugin-background-tasks-common';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
/** What installing and testing a large repository takes; a portal must keep half of a small machine. */
const DEFAULT_MEMORY = 8 * GIB;
const DEFAULT_PROCESSES = 2_048;
const DEFAULT_DISK = 20 * GIB;
const DEFAULT_FILES = 2_000_000;
/** Less than this no runner starts with. */
const LEAST: WorkspaceLimits = {
  memory: 256 * MIB,
  processes: 64,
  disk: 16 * MIB,
  files: 1_000,
};

/**
 * Reads `backgroundTasks.executors.local.limits`.
 *
 * @throws InputError that names what is wrong
 */
export function readLocalLimits(config: Config | undefined): WorkspaceLimits {
  const limits = config?.getOptionalConfig('executors.local.limits');
  const memory = Math.min(DEFAULT_MEMORY, Math.floor(os.totalmem() / 2));
  const read = (
    name: keyof WorkspaceLimits,
    fallback: number,
    unit: number,
  ) => {
    const value = limits?.getOptionalNumber(name);
    const amount = value === undefined ? fallback : Math.floor(value * unit);
    if (amount >= LEAST[name]) return amount;
    throw new InputError(
      `'backgroundTasks.executors.local.limits.${name}' must be at least ${
        LEAST[name] / unit
      }, not ${amount / unit}`,
    );
  };
  return {
    memory: read('memory', Math.max(memory, LEAST.memory), GIB),
    processes: read('processes', DEFAULT_PROCESSES, 1),
    disk: read('disk', DEFAULT_DISK, GIB),
    files: read('files', DEFAULT_FILES, 1),
  };
}
