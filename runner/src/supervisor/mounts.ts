import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  accessOf,
  type RunnerPhase,
  type SupervisorConfig,
} from '@background-tasks/plugin-background-tasks-common';
import { coverCommands } from './covers';
import { quote } from './quote';

/** Options of a mount that stay when a part of it is mounted again: within a user namespace none may be dropped. */
const KEPT_OPTIONS = [
  'nosuid',
  'nodev',
  'noexec',
  'noatime',
  'nodiratime',
  'relatime',
  'nosymfollow',
];
const HIDDEN = 'ro,nosuid,nodev,size=4k,mode=0555';

/**
 * The shell commands that make a mount namespace show a phase its part of the world: the workspace read-only but for
 * what the phase writes, nothing where it has no business, the runner and Node as nobody can change them.
 */
export function mountCommands(
  run: string,
  phase: RunnerPhase,
  config: SupervisorConfig,
  passwdFile: string | undefined,
): string[] {
  const workspace = join(run, 'workspace');
  const access = [...accessOf(phase)];
  const folders = (wanted: string) =>
    access
      .filter(([, granted]) => granted === wanted)
      .map(([folder]) => join(workspace, folder));
  const commands: string[] = [];
  if (passwdFile) commands.push(bind(passwdFile, '/etc/passwd'));
  const { nodePath, runnerPath, readOnly: others = [] } = config;
  for (const path of [nodePath, runnerPath, ...others]) {
    commands.push(
      `mount --bind -o ${optionsReadOnly(path)} ${quote(path)} ${quote(path)}`,
    );
  }
  for (const folder of folders('write')) commands.push(bind(folder, folder));
  // With what was just mounted in it, which stays writable when the whole becomes read-only.
  commands.push(
    `mount --rbind ${quote(workspace)} ${quote(workspace)}`,
    `mount -o remount,bind,${optionsReadOnly(workspace)} ${quote(workspace)}`,
  );
  for (const folder of [join(run, 'control'), ...folders('none')]) {
    commands.push(`mount -t tmpfs -o ${HIDDEN} tmpfs ${quote(folder)}`);
  }
  return [...commands, ...coverCommands(run, phase, config)];
}

function bind(source: string, target: string): string {
  return `mount --bind ${quote(source)} ${quote(target)}`;
}

function optionsReadOnly(path: string): string {
  return ['ro', ...optionsOf(path)].join(',');
}

/** The options of the mount that a path lies in. */
function optionsOf(path: string): string[] {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map(line => line.split(' '))
    .filter(fields => fields.length > 5);
  for (let at = path; ; at = dirname(at)) {
    // Of several mounts on one place the last one is seen.
    const mount = mounts.findLast(fields => unescape(fields[4]) === at);
    if (mount) {
      return mount[5]
        .split(',')
        .filter(option => KEPT_OPTIONS.includes(option));
    }
    if (at === dirname(at)) return [];
  }
}

/** mountinfo writes spaces and the like as three octal digits. */
function unescape(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 8)),
  );
}
