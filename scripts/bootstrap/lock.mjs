import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  linkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processStartTime } from './processes.mjs';

/**
 * Runs `work` while no other process holds the lock. A lock that a dead process left behind is taken over.
 *
 * @template T
 * @param {string} path of the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  const own = JSON.stringify({
    pid: process.pid,
    startTime: processStartTime(process.pid),
  });
  let told = false;
  while (!tryLock(path, own)) {
    if (!told) {
      process.stderr.write(
        'Waiting for another process that sets up this checkout …\n',
      );
      told = true;
    }
    await delay(200);
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

function tryLock(path, own) {
  // Written aside and linked, so that nobody ever reads half a lock.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, own);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  removeIfDead(path);
  return false;
}

function removeIfDead(path) {
  const seen = read(path);
  if (seen === undefined || isAlive(seen)) return;
  // Two may find the same dead lock: whoever moved a living one away by that puts it back.
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  if (moved !== undefined && isAlive(moved)) {
    try {
      linkSync(aside, path);
    } catch {
      // Somebody else holds it by now.
    }
  }
  rmSync(aside, { force: true });
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(content) {
  try {
    const { pid, startTime } = JSON.parse(content);
    return processStartTime(pid) === startTime;
  } catch {
    return false;
  }
}
