import type { CiAction } from '../Ecosystem';

/** Actions that run Python tools without a `run` line. */
export const pythonActions: readonly CiAction[] = [
  ...['astral-sh/ruff-action', 'chartboost/ruff-action'].map(
    (action): CiAction => ({
      action,
      command: ({ args = 'check', src = '' }) =>
        words('ruff', args.replace(/\s*\n\s*/g, ' '), src),
    }),
  ),
  {
    action: 'psf/black',
    command: ({ options = '--check --diff', src = '.' }) =>
      words('black', options, src),
  },
  {
    action: 'isort/isort-action',
    command: ({ configuration = '--check-only --diff', sortPaths = '.' }) =>
      words('isort', configuration, sortPaths),
  },
  {
    action: 'py-actions/flake8',
    command: ({ args = '', path = '.' }) => words('flake8', args, path),
  },
  {
    action: 'jakebailey/pyright-action',
    command: ({ project }) => words('pyright', project ? `-p ${project}` : ''),
    directoryInput: 'working-directory',
  },
  {
    action: 'codespell-project/actions-codespell',
    command: ({ path = '' }) => words('codespell', path === '.' ? '' : path),
  },
];

function words(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(' ');
}
