import { spawn } from 'node:child_process';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runProgram, StepError } from '../bootstrap/processes.mjs';

/** Debian keeps the server's programs out of PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
/** The user that Debian's package makes: the server refuses to run as root. */
const SERVER_USER = 'postgres';
/** Settings that trade what a crash leaves for speed. */
const HASTY = ['fsync', 'full_page_writes', 'synchronous_commit'].flatMap(
  name => ['-c', `${name}=off`],
);
/** What the databases of the tests and the server's log of them take at most, with room to spare. */
const MEMORY_BYTES = 4 * 1024 ** 3;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/**
 * Runs `work` beside a PostgreSQL server of its own, on a free port of the loopback interface and with its data in a
 * temporary folder, for tests and measurements. What it stores need not outlive a crash, unless it is to be durable.
 *
 * @template T
 * @param {NodeJS.ProcessEnv} env
 * @param {(server: { url: string, env: NodeJS.ProcessEnv } | undefined) => Promise<T>} work
 *   gets the server's address, and what tells Backstage's test utilities of it; undefined where none can be had
 * @param {{ durable?: boolean }} [options] durable: with the server's own settings, as in production
 * @returns {Promise<T>}
 */
export async function withPostgres(env, work, options = {}) {
  const programs = await findPrograms(env);
  if (!programs) return work(undefined);
  const server = await startPostgres(programs, env, options);
  // An exit that nobody waits for must not leave the server behind.
  const onExit = () => server.kill();
  process.once('exit', onExit);
  try {
    return await work({
      url: server.url,
      env: {
        [`BACKSTAGE_TEST_DATABASE_POSTGRES${server.major}_CONNECTION_STRING`]:
          server.url,
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
      },
    });
  } finally {
    await server.stop();
    process.off('exit', onExit);
  }
}

async function findPrograms(env) {
  const found = lookForPrograms(env);
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing PostgreSQL\n');
    const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
    for (const args of [['update'], ['install', '-y', 'postgresql']]) {
      await runProgram('apt-get', args, { ...options, output: 'capture' });
    }
    const installed = lookForPrograms(env);
    if (installed) return installed;
    if (env.CI === 'true') {
      throw new StepError('PostgreSQL could not be installed.', {
        remedy: 'See what `apt-get install postgresql` says.',
      });
    }
  }
  process.stdout.write(
    'PostgreSQL is not installed: its tests are left out (on Debian: apt-get install postgresql)\n',
  );
  return undefined;
}

function lookForPrograms(env) {
  const versions = existsSync(DEBIAN_FOLDER)
    ? readdirSync(DEBIAN_FOLDER).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = [
    ...versions.map(version => join(DEBIAN_FOLDER, version, 'bin')),
    ...(env.PATH ?? '').split(delimiter),
  ];
  const folder = folders.find(one =>
    ['postgres', 'initdb'].every(name => one && existsSync(join(one, name))),
  );
  return (
    folder && {
      postgres: join(folder, 'postgres'),
      initdb: join(folder, 'initdb'),
    }
  );
}

async function startPostgres(programs, env, { durable = false }) {
  const account = serverAccount();
  const parent = (!durable && roomInMemory()) || tmpdir();
  const folder = mkdtempSync(join(parent, 'background-tasks-postgres-'));
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const asServer = {
    cwd: folder,
    env: { ...env, LC_ALL: 'C.UTF-8' },
    ...account,
  };
  try {
    await initialize(programs.initdb, data, asServer);
    const port = await freePort();
    const child = spawn(
      programs.postgres,
      [
        ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''],
        ...['-c', 'max_connections=300'],
        ...(durable ? [] : HASTY),
      ],
      { ...asServer, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const stop = () => stopServer(child, folder);
    try {
      await untilReady(child);
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      url: `postgresql://${SERVER_USER}@127.0.0.1:${port}/postgres`,
      major: readFileSync(join(data, 'PG_VERSION'), 'utf8').trim(),
      stop,
      kill: () => {
        child.kill('SIGKILL');
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The folder of shared memory, where it has room. Databases that tests make and drop by the dozen wait for nobody there:
 * on a busy disk dropping one takes seconds now and then.
 */
function roomInMemory() {
  const folder = '/dev/shm';
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= MEMORY_BYTES ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Whom the server runs as: root must give its rights away, everybody else stays who they are. */
function serverAccount() {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(entry => entry.startsWith(`${SERVER_USER}:`));
  if (!line) {
    throw new StepError(
      `PostgreSQL does not run as root, and there is no user '${SERVER_USER}'.`,
      { remedy: `Make one: useradd --system ${SERVER_USER}` },
    );
  }
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

async function initialize(initdb, data, options) {
  const child = spawn(
    initdb,
    [
      ...['-D', data, '-U', SERVER_USER, '--auth', 'trust', '--no-sync'],
      ...['--encoding', 'UTF8', '--locale', 'C.UTF-8'],
    ],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let words = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    words = (words + text).slice(-4096);
  });
  const code = await ended(child);
  if (code !== 0) {
    throw new StepError('PostgreSQL could not make its data folder.', {
      tail: words,
    });
  }
}

function untilReady(child) {
  return new Promise((resolve, reject) => {
    let words = '';
    const fail = why =>
      reject(
        new StepError(`PostgreSQL did not start: ${why}`, { tail: words }),
      );
    const timer = setTimeout(() => fail('it took too long'), START_TIMEOUT_MS);
    child.once('error', error => fail(error.message));
    child.once('exit', code => fail(`it ended with ${code}`));
    child.stderr.setEncoding('utf8').on('data', text => {
      words = (words + text).slice(-4096);
      if (!words.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve(undefined);
    });
  }).finally(() => child.removeAllListeners('exit'));
}

async function stopServer(child, folder) {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = ended(child);
    // A fast shutdown: connections are ended, not waited for.
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(timer);
  }
  rmSync(folder, { recursive: true, force: true });
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve(code));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
