import type { CiAction } from '../Ecosystem';

/** Actions that run JavaScript tools without a `run` line. */
export const javascriptActions: readonly CiAction[] = [
  {
    action: 'bahmutov/npm-install',
    command: () => undefined,
  },
  {
    action: 'borales/actions-yarn',
    command: ({ cmd }) => (cmd ? `yarn ${cmd}` : undefined),
    directoryInput: 'dir',
  },
  {
    action: 'pnpm/action-setup',
    command: ({ run_install: install }) =>
      install && install !== 'false' ? 'pnpm install' : undefined,
  },
  {
    action: 'DavidAnson/markdownlint-cli2-action',
    command: ({ globs = '*.md', fix }) =>
      fix === 'true' ? undefined : `npx markdownlint-cli2 ${globs}`,
  },
  {
    action: 'creyD/prettier_action',
    command: ({ prettier_options: options = '' }) =>
      options.includes('--check') ? `npx prettier ${options}` : undefined,
  },
  {
    action: 'actionsx/prettier',
    command: ({ args = '' }) => `npx prettier ${args}`,
  },
];
