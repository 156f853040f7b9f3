import type {
  Convention,
  Ecosystem,
  EcosystemSetup,
  OutputReader,
  SetupUse,
} from '../Ecosystem';
import { matchLines } from '../output';
import type { CommandFailure } from '../Validator';

const CONFIG = '.pre-commit-config.yaml';
const RUN = 'pre-commit run --all-files';
const VENV = '.venv';
const HOOK = /^(\S.*?)\.{2,}(?:\(.*\))?(Passed|Failed|Skipped)$/;

/** `name....Failed` with `- hook id: x` and the hook's own words below it. */
export const readPrecommit: OutputReader = lines => {
  const failures: CommandFailure[] = [];
  for (const [index, line] of lines.entries()) {
    const [, name, result] = HOOK.exec(line) ?? [];
    if (result !== 'Failed') continue;
    const below = lines.slice(index + 1);
    const end = below.findIndex(one => HOOK.test(one));
    const own = end < 0 ? below : below.slice(0, end);
    const rule =
      own.flatMap(one => /^- hook id: (\S+)/.exec(one)?.[1] ?? []).at(0) ??
      name;
    const places = matchLines(
      own,
      /^(?:Fixing )?(?<file>[\w./-]+\.\w+)(?::(?<line>\d+))?(?::\d+)?:? ?(?<message>.*)$/,
    ).map(one => ({ ...one, rule, message: one.message || 'was rewritten' }));
    const words = own.find(
      one =>
        one.trim() !== '' &&
        !/^- (?:hook id|exit code|duration|files were)/.test(one),
    );
    failures.push(
      ...(places.length > 0 ? places : [{ rule, message: words ?? 'failed' }]),
    );
  }
  return { failures };
};

/** Repositories whose hooks pre-commit runs. `.pre-commit-hooks.yaml`, hooks for others, says nothing of that. */
export const precommit: Ecosystem = {
  id: 'pre-commit',
  looksFor: `the hooks of ${CONFIG}`,
  tools: [
    {
      programs: ['pre-commit', 'prek'],
      valued: [
        '--color',
        '-c',
        '--config',
        '--hook-stage',
        '--from-ref',
        '--to-ref',
      ],
      quiet: [
        '--color',
        '--show-diff-on-failure',
        '-v',
        '--verbose',
        '--from-ref',
        '--to-ref',
        '--source',
        '--origin',
      ],
      sub: {
        run: {
          kind: 'lint',
          selects: ['--hook-stage'],
          config: [CONFIG],
          configWith: ['-c', '--config'],
          read: readPrecommit,
        },
        install: { refuse: 'it rewrites files' },
        autoupdate: { refuse: 'it rewrites files' },
      },
    },
  ],
  actions: [
    {
      action: 'pre-commit/action',
      command: ({ extra_args: more = '--all-files' }) =>
        `pre-commit run ${more}`,
    },
    {
      action: 'j178/prek-action',
      command: ({ 'extra-args': more = '--all-files' }) => `prek run ${more}`,
    },
  ],

  async conventions(files): Promise<Convention[]> {
    const config = await files.read(CONFIG);
    if (config === undefined) return [];
    const workflows = (await files.list()).some(path =>
      path.startsWith('.github/workflows/'),
    );
    // `ci:` is for the service that runs the hooks beside the workflows.
    if (workflows && !/^ci:/m.test(config)) return [];
    return [
      { ...{ kind: 'lint', basis: 'declared' }, command: RUN, reason: CONFIG },
    ];
  },

  async setup(_, { commands }: SetupUse): Promise<EcosystemSetup> {
    const called = commands.some(({ command }) =>
      /^(?:pre-commit|prek) /.test(command),
    );
    if (!called) return { setup: [], pins: [] };
    const name = commands.some(({ command }) => command.startsWith('prek '))
      ? 'prek'
      : 'pre-commit';
    return {
      setup: [
        {
          command: `command -v ${name} >/dev/null || { python3 -m venv ${VENV} && ${VENV}/bin/pip install ${name}; }`,
          ...{ needs: ['python3'], reason: CONFIG },
        },
      ],
      pins: [],
      path: [`${VENV}/bin`],
    };
  },
};
