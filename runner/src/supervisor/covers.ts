import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import type {
  RunnerPhase,
  SupervisorConfig,
} from '@background-tasks/plugin-background-tasks-common';
import { quote } from './quote';

/** Folders that everybody may write to. */
const SHARED = ['/tmp', '/var/tmp'];
const SHARED_MEMORY = '/dev/shm';
const SHARED_MEMORY_BYTES = 2 ** 30;
const EMPTY = 'nosuid,nodev,size=1m,mode=0755';
const READ_ONLY = 'remount,bind,ro,nosuid,nodev';
/** What programs in a folder `bin` need beside it. */
const BESIDE_BIN = ['lib', 'lib64', 'libexec', 'include'];

/** Variables of our own process that no phase gets, or gets with another value. */
const NOT_NEEDED = ['HOME', 'PWD', 'OLDPWD', 'TMPDIR'];

/**
 * The shell commands that cover what phases which run foreign code have no business with: folders of the portal are
 * empty but for what the phase needs, and those for temporary files are the phase's own.
 */
export function coverCommands(
  run: string,
  phase: RunnerPhase,
  config: SupervisorConfig,
): string[] {
  if (!coversShared(phase)) return [];
  const workspace = join(run, 'workspace');
  const needed = neededPaths(workspace, config);
  const temporary = quote(join(workspace, 'tmp', phase));
  const commands: string[] = [];
  const hidden = realPaths(config.hidden ?? []).filter(
    folder =>
      !SHARED.some(shared => folder === shared || isWithin(folder, shared)),
  );
  for (const folder of outermost(hidden)) {
    const over = `mount -t tmpfs -o ${EMPTY} tmpfs ${quote(folder)}`;
    commands.push(
      ...cover(folder, over, needed),
      // Within a user namespace our own mount alone can be changed, which this is.
      `mount -o ${READ_ONLY} ${quote(folder)}`,
    );
  }
  for (const folder of realPaths(SHARED)) {
    const over = `mount --bind ${temporary} ${quote(folder)}`;
    commands.push(...cover(folder, over, needed));
  }
  if (existsSync(SHARED_MEMORY)) {
    const size = Math.min(
      SHARED_MEMORY_BYTES,
      config.limits?.memory ?? SHARED_MEMORY_BYTES,
    );
    commands.push(
      `mount -t tmpfs -o nosuid,nodev,size=${size},mode=1777 tmpfs ${SHARED_MEMORY}`,
    );
  }
  return commands;
}

/** Whether a phase has folders for temporary files that are its own, where there are namespaces. */
export function coversShared(phase: RunnerPhase): boolean {
  return phase !== 'clone' && phase !== 'collect';
}

/** Standing in a folder one reaches what it held also when something else is mounted there. */
function cover(folder: string, over: string, needed: string[]): string[] {
  const inside = outermost(needed.filter(path => isWithin(path, folder)));
  const files = inside.filter(path => !statSync(path).isDirectory());
  const folders = inside.map(path =>
    files.includes(path) ? dirname(path) : path,
  );
  return [
    `cd ${quote(folder)}`,
    over,
    // Each program that is started takes its time: one for all of them.
    ...(folders.length > 0 ? [`mkdir -p ${folders.map(quote).join(' ')}`] : []),
    ...files.map(file => `: > ${quote(file)}`),
    ...inside.map(
      path =>
        `mount --no-canonicalize --rbind ${quote(
          `./${relative(folder, path)}`,
        )} ${quote(path)}`,
    ),
    `cd /`,
  ];
}

/** What the phases need: their workspace, their programs, and what their environment names. */
function neededPaths(
  workspace: string,
  { nodePath, runnerPath, readOnly = [] }: SupervisorConfig,
): string[] {
  const folders = (process.env.PATH ?? '').split(':').filter(isAbsolute);
  const beside = folders
    .filter(folder => basename(folder) === 'bin')
    .flatMap(folder => BESIDE_BIN.map(name => join(dirname(folder), name)));
  const named = Object.entries(process.env).flatMap(([name, value]) =>
    value && !NOT_NEEDED.includes(name) && isAbsolute(value) ? [value] : [],
  );
  return realPaths([
    ...[workspace, nodePath, runnerPath, ...readOnly],
    ...[...folders, ...beside, ...named],
  ]);
}

function realPaths(paths: readonly string[]): string[] {
  return [
    ...new Set(
      paths.flatMap(path => {
        try {
          return [realpathSync(path)];
        } catch {
          return [];
        }
      }),
    ),
  ].filter(path => path !== '/');
}

function outermost(paths: string[]): string[] {
  return paths.filter(path => !paths.some(other => isWithin(path, other)));
}

function isWithin(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
