import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const run = promisify(execFile);
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];
const INSTALL_TIMEOUT_MS = 10 * 60_000;

/**
 * Finds a Chromium, and installs one where there is none: Debian's package as root, Playwright's own elsewhere.
 *
 * @returns its path
 * @throws how to install one, where that did not work
 */
export async function findChromium(): Promise<string> {
  const found = await installedChromium();
  if (found) return found;
  const failures = [];
  for (const install of [installDebianPackage, installPlaywrights]) {
    try {
      await install();
      const path = await installedChromium();
      if (path) return path;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `There is no Chromium, and it could not be installed. On Debian: apt-get install chromium\n${failures.join(
      '\n',
    )}`,
  );
}

async function installedChromium(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = PROGRAMS.flatMap(name =>
    folders.map(folder => join(folder, name)),
  );
  for (const path of [...candidates, chromium.executablePath()]) {
    if (path && (await isExecutable(path))) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function installDebianPackage(): Promise<void> {
  if (process.getuid?.() !== 0 || !(await isExecutable('/usr/bin/apt-get'))) {
    throw new Error('Not root on a Debian: its package is not for us.');
  }
  const options = {
    timeout: INSTALL_TIMEOUT_MS,
    maxBuffer: 16 * 1024 * 1024,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  await run('apt-get', ['update', '-q'], options);
  await run(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', 'chromium'],
    options,
  );
}

async function installPlaywrights(): Promise<void> {
  const cli = join(
    require.resolve('playwright-core/package.json'),
    '../cli.js',
  );
  await run(process.execPath, [cli, 'install', 'chromium'], {
    timeout: INSTALL_TIMEOUT_MS,
    maxBuffer: 16 * 1024 * 1024,
  });
}
