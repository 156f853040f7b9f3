import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for tests, which others may enter, and which goes with all that is in it. */
export function createWorkshop(parent = tmpdir()): {
  dir: string;
  remove: () => void;
} {
  const dir = mkdtempSync(join(realpathSync(parent), 'runner-test-'));
  chmodSync(dir, 0o755);
  return {
    dir,
    // Not Node's own: some tests make paths that are too long to be named.
    remove: () => execFileSync('rm', ['-rf', '--', dir]),
  };
}

/** Runs git as a developer would, whatever the machine's configuration. */
export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Test',
      GIT_AUTHOR_EMAIL: 'test@localhost',
      GIT_COMMITTER_NAME: 'Test',
      GIT_COMMITTER_EMAIL: 'test@localhost',
      GIT_CONFIG_COUNT: '3',
      GIT_CONFIG_KEY_0: 'init.defaultBranch',
      GIT_CONFIG_VALUE_0: 'main',
      GIT_CONFIG_KEY_1: 'protocol.file.allow',
      GIT_CONFIG_VALUE_1: 'always',
      GIT_CONFIG_KEY_2: 'safe.directory',
      GIT_CONFIG_VALUE_2: '*',
    },
  }).trim();
}

/** Writes files below a folder. */
export function writeFiles(
  dir: string,
  files: Record<string, string | Buffer>,
) {
  for (const [path, content] of Object.entries(files)) {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** A repository with one commit on `main`. */
export function createRepository(
  dir: string,
  files: Record<string, string | Buffer>,
  prepare: (dir: string) => void = () => {},
): string {
  mkdirSync(dir, { recursive: true });
  git(dir, 'init', '--quiet');
  writeFiles(dir, files);
  prepare(dir);
  // Some fixtures track what they ignore.
  git(dir, 'add', '--all', '--force');
  git(dir, 'commit', '--quiet', '--allow-empty', '--message', 'Base');
  return dir;
}

/**
 * Bundles the runner, and copies Node so that nobody but root can read it, as the executor does.
 *
 * @param owner the user that they belong to, where that is not us
 */
export function installRunner(
  dir: string,
  owner = process.getuid?.() ?? 0,
): { nodePath: string; runnerPath: string } {
  mkdirSync(dir, { recursive: true });
  const runnerPath = join(dir, 'runner.cjs');
  const build = require.resolve('@background-tasks/runner/build.mjs');
  execFileSync(process.execPath, [build, runnerPath], { stdio: 'pipe' });
  const nodePath = join(dir, 'node');
  copyFileSync(process.execPath, nodePath);
  chmodSync(nodePath, owner === 0 ? 0o711 : 0o111);
  if (owner !== process.getuid?.()) chownSync(nodePath, owner, owner);
  chmodSync(runnerPath, 0o644);
  return { nodePath, runnerPath };
}
