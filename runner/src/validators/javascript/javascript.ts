import type { TreeFiles } from '../../git';
import type { Ecosystem, EcosystemSetup, SetupUse } from '../Ecosystem';
import { javascriptActions } from './actions';
import { javascriptConventions } from './conventions';
import { narrowJavascript } from './narrow';
import {
  execPrefix,
  findPackageManager,
  installCommand,
  pinsOf,
  type PackageManager,
} from './packageManager';
import { javascriptTools } from './tools';

/** Repositories that npm, Yarn, pnpm or Bun installs. */
export const javascript: Ecosystem = {
  id: 'javascript',
  looksFor:
    'the npm scripts format:check, lint, typecheck, test and build of package.json',
  tools: javascriptTools,
  actions: javascriptActions,
  conventions: javascriptConventions,

  async setup(files, { directories }: SetupUse): Promise<EcosystemSetup> {
    const managers = new Map<string, PackageManager>();
    for (const directory of directories) {
      const manager = await findPackageManager(files, directory);
      if (manager) managers.set(manager.directory, manager);
    }
    const pins: string[] = [];
    const setup = [];
    for (const manager of managers.values()) {
      pins.push(...(await pinsOf(files, manager)));
      setup.push({
        command: installCommand(manager),
        ...(manager.directory && { directory: manager.directory }),
        needs: [manager.name],
        reason: reasonOf(manager),
      });
    }
    return { setup, pins: [...new Set(pins)] };
  },

  async programPrefix(files: TreeFiles, directory: string) {
    const manager = await findPackageManager(files, directory);
    return manager ? execPrefix(manager) : 'npx --no-install';
  },

  narrow: narrowJavascript,
};

function reasonOf({ lockfile, directory }: PackageManager): string {
  const file = lockfile ?? 'package.json';
  const path = directory === '' ? file : `${directory}/${file}`;
  return lockfile ? path : `${path} without a lockfile`;
}
