import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  RunnerPhase,
  SupervisorConfig,
} from '@background-tasks/plugin-background-tasks-common';
import { limitCommand } from './limits';
import { mountCommands } from './mounts';
import { quote } from './quote';

/**
 * A shell between whatever holds capabilities and Node: without it the kernel would not make the unreadable Node
 * non-dumpable.
 */
const EXEC = ['sh', '-c', 'exec "$@"', 'sh'];
/** A supervisor that is killed takes its phase along; `--kill-child` passes that on to the whole namespace. */
const DIE_WITH_PARENT = ['setpriv', '--pdeathsig', 'KILL', '--'];
const ROOT_NAMESPACES = ['unshare'];
const USER_NAMESPACES = ['unshare', '--user', '--map-root-user'];
const NAMESPACES = [
  '--mount',
  '--propagation',
  'private',
  '--ipc',
  '--uts',
  '--pid',
  '--fork',
  '--kill-child=KILL',
  '--mount-proc',
];

/** The command line of a phase, with all that isolates it. */
export function phaseCommand(
  run: string,
  phase: RunnerPhase,
  config: SupervisorConfig,
): string[] {
  const program = [
    config.nodePath,
    config.runnerPath,
    'phase',
    phase,
    '--root',
    join(run, 'workspace'),
  ];
  const { user, namespaces } = config.isolation;
  const inner = [...changeUser(user, namespaces), ...program];
  const limited = limitCommand(config);
  if (!namespaces) return [...limited, ...inner];
  const passwdFile = user ? writePasswd(run, phase, user) : undefined;
  const script = [
    'set -e',
    ...mountCommands(run, phase, config, passwdFile),
    inner.map(quote).join(' '),
    // Keeps the shell: as process 1 of the namespace it takes in orphans, and what it is cannot be changed from inside.
    'exit $?',
  ].join('\n');
  return [...limited, ...namespaceCommand(), 'sh', '-c', script];
}

/** What gives a command namespaces of its own, as the current user can have them. */
export function namespaceCommand(): string[] {
  const way = process.getuid?.() === 0 ? ROOT_NAMESPACES : USER_NAMESPACES;
  return [...DIE_WITH_PARENT, ...way, ...NAMESPACES];
}

/** What takes every privilege from a command that runs within `namespaceCommand`, or without namespaces. */
export function changeUser(
  user: SupervisorConfig['isolation']['user'],
  namespaces: boolean,
): string[] {
  const uid = process.getuid?.() ?? 0;
  if (user) {
    const ids = ['--reuid', String(user.uid), '--regid', String(user.gid)];
    return [
      'setpriv',
      ...ids,
      '--clear-groups',
      '--no-new-privs',
      '--',
      ...EXEC,
    ];
  }
  if (!namespaces || uid === 0) return [];
  // Back from the namespace's root to ourselves, in a user namespace within that has no say over the mounts.
  const gid = process.getgid?.() ?? uid;
  return [
    'unshare',
    '--user',
    `--map-user=${uid}`,
    `--map-group=${gid}`,
    '--',
    'setpriv',
    '--no-new-privs',
    '--',
    ...EXEC,
  ];
}

/**
 * Programs ask for the name of their user, and some (Java's) for its home without looking at HOME; the phases' has an
 * entry in their own view of the list.
 */
function writePasswd(
  run: string,
  phase: RunnerPhase,
  { uid, gid }: { uid: number; gid: number },
) {
  const file = join(run, 'control', 'passwd');
  const others = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .filter(line => line !== '' && line.split(':')[2] !== String(uid));
  const home = join(run, 'workspace', 'home', phase);
  const entry = `task:x:${uid}:${gid}:Background Task:${home}:/bin/sh`;
  writeFileSync(file, `${[...others, entry].join('\n')}\n`);
  return file;
}
