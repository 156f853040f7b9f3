import type { Tool, ToolRule } from '../../Ecosystem';
import { expandManagerCall } from '../expandScripts';
import { readManagerCall } from '../managerCall';
import { installDefinition } from '../managerSettings';
import { readJest } from '../output';
import type { PackageManagerName } from '../packageManager';

/** Programs of package managers. */
export const managers: readonly Tool[] = (
  ['npm', 'yarn', 'pnpm', 'bun'] as const
).map(manager => ({
  programs: [manager],
  ...managerRule(manager),
}));

function managerRule(manager: PackageManagerName): Partial<Tool> {
  const install: ToolRule = {
    setup: true,
    define: (call, files) => installDefinition(manager, call, files),
  };
  const publishes = { refuse: 'it publishes' } as const;
  const commands: Tool['sub'] = {
    install,
    i: install,
    ci: install,
    'clean-install': install,
    'install-clean': install,
    'install-test': install,
    ...(manager === 'yarn' ? { '': install } : {}),
    publish: publishes,
    version: publishes,
    add: { refuse: 'it only reports' },
    audit: { refuse: 'it only reports' },
    pack: { refuse: 'it only reports' },
    ...(manager === 'bun'
      ? { test: { kind: 'test', read: readJest, config: ['bunfig.toml'] } }
      : {}),
  };
  return {
    valued: ['-C', '--dir', '--cwd', '--prefix', '--filter', '-F', '-w'].filter(
      option => option !== '-w' || manager === 'npm',
    ),
    sub: { ...commands, '*': scripts(manager) },
    ...scripts(manager),
  };
}

/** A script of package.json, or a program of the packages. */
function scripts(manager: PackageManagerName): Pick<Tool, 'wraps' | 'expand'> {
  return {
    wraps(words) {
      const { exec } = readManagerCall(manager, words);
      return exec && exec.length > 0 ? exec : undefined;
    },
    async expand(call, files) {
      return await expandManagerCall(manager, call, files);
    },
  };
}
