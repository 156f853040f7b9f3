import type { Ecosystem, Tool } from './Ecosystem';
import type { Word } from './shell';
import { repositoryScript } from './trace';

const tools: readonly Tool[] = [
  {
    programs: ['sh', 'bash', 'dash', 'zsh', 'ksh', 'source', '.'],
    valued: ['-o', '-O'],
    async expand({ words, directory }, files) {
      const inline = words.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
      if (inline > 0) {
        const text = words.at(inline + 1)?.text ?? '';
        return { scripts: [{ name: `\`${text}\``, text, directory }] };
      }
      const file = words.slice(1).find(({ text }) => /^[^-+]/.test(text));
      return (
        file &&
        (await repositoryScript(files, directory, file.text, { shell: true }))
      );
    },
  },
  { programs: ['env'], wraps: words => after(words, /^(?:-|[A-Za-z_]\w*=)/) },
  {
    programs: [
      'time',
      'nice',
      'command',
      'exec',
      'stdbuf',
      'unbuffer',
      'ionice',
      'catchsegv',
      'retry',
    ],
    wraps: words => after(words, /^-/),
  },
  { programs: ['timeout'], wraps: words => after(words.slice(1), /^-/) },
  {
    programs: [
      'xvfb-run',
      'docker',
      'docker-compose',
      'podman',
      'kubectl',
      'helm',
      'vagrant',
      'act',
      'dbus-run-session',
    ],
    refuse: 'it needs a browser or a service',
  },
  {
    programs: [
      'sudo',
      'apt',
      'apt-get',
      'brew',
      'choco',
      'dnf',
      'yum',
      'apk',
      'snap',
      'pacman',
    ],
    refuse: 'it installs into the system',
  },
  {
    programs: ['gh', 'hub', 'git-chglog', 'goreleaser', 'twine'],
    refuse: 'it publishes',
  },
  { programs: ['shellcheck'], kind: 'lint', config: ['.shellcheckrc'] },
  {
    programs: ['shfmt'],
    kind: 'format',
    checksWith: ['-d', '--diff', '-l', '--list'],
    writesWith: ['-w', '--write'],
    config: ['.editorconfig'],
  },
  {
    programs: [
      'actionlint',
      'hadolint',
      'yamllint',
      'codespell',
      'typos',
      'checkbashisms',
      'zizmor',
      'reuse',
      'ec',
      'checkmake',
      'addlicense',
      'license-eye',
    ],
    kind: 'lint',
    writesWith: ['-w', '--write-changes', '--write'],
    config: [
      '.hadolint.y*ml',
      '.yamllint*',
      '.codespellrc',
      '_typos.toml',
      '.typos.toml',
      '.editorconfig',
      '.ecrc',
    ],
  },
  { programs: ['bats', 'shunit2', 'shellspec'], kind: 'test' },
];

/** Shell scripts, and the programs that people run in all kinds of repositories. */
export const shellEcosystem: Ecosystem = {
  id: 'shell',
  looksFor: 'the commands of its CI workflows',
  tools,
  actions: [
    {
      action: 'ludeeus/action-shellcheck',
      command: ({ scandir = '.' }) => `shellcheck ${scandir}`,
    },
    { action: 'crate-ci/typos', command: () => 'typos' },
    { action: 'rhysd/actionlint', command: () => 'actionlint' },
  ],

  async conventions() {
    return [];
  },

  async setup() {
    return { setup: [], pins: [] };
  },
};

function after(
  words: readonly Word[],
  options: RegExp,
): readonly Word[] | undefined {
  const rest = words.slice(1);
  const index = rest.findIndex(({ text }) => !options.test(text));
  return index < 0 ? undefined : rest.slice(index);
}
