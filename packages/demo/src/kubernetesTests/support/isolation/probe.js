// What an agent would do that wants out: it tries, and says of each attempt what came of it, a line of JSON each.
const { execFileSync, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const dns = require('node:dns/promises');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const facts = JSON.parse(process.argv.at(-1));
const TOO_LONG_MS = 5_000;
const LARGE = 1024 * 1024;
const TOKEN = /[A-Za-z0-9_\-.]{20,}/g;

function say(name, value) {
  console.log(`PROBE ${JSON.stringify({ name, value })}`);
}

function connect({ host, port }) {
  return new Promise(resolve => {
    const socket = net.connect({ host, port });
    const end = result => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(TOO_LONG_MS, () => end('silent'));
    socket.once('connect', () => end('open'));
    socket.once('error', error => end(error.code));
  });
}

function ask({ method, url }) {
  const signal = AbortSignal.timeout(TOO_LONG_MS);
  return fetch(url, { method, signal }).then(
    response => response.status,
    error => String(error.cause?.code ?? error.name),
  );
}

function run(program, ...args) {
  const { status, error } = spawnSync(program, args, { encoding: 'utf8' });
  return error ? error.code : status;
}

/** The topmost of what can be written; devices that every container has are no files. */
function writable() {
  const { stdout } = spawnSync('find', [
    ...['/', '-path', '/proc', '-prune', '-o', '-path', '/sys', '-prune'],
    ...['-o', '!', '-type', 'l', '!', '-type', 'c', '-writable', '-print'],
  ]);
  const found = stdout.toString().trim().split('\n').sort();
  return found.filter(
    one => !found.some(other => one !== other && one.startsWith(`${other}/`)),
  );
}

/** Whatever may be a token, wherever it can be read. */
function tokens() {
  const found = new Set();
  const look = file => {
    try {
      const { size } = fs.statSync(file);
      if (size > LARGE) return;
      for (const [text] of fs.readFileSync(file, 'utf8').matchAll(TOKEN)) {
        found.add(text);
      }
    } catch {
      // Not ours to read.
    }
  };
  for (const folder of ['/task', '/run', '/tmp', '/etc', '/var', '/root']) {
    const { stdout } = spawnSync('find', [folder, '-type', 'f'], {
      maxBuffer: 64 * LARGE,
    });
    stdout.toString().split('\n').filter(Boolean).forEach(look);
  }
  for (const pid of fs.readdirSync('/proc').filter(one => /^\d+$/.test(one))) {
    for (const name of ['environ', 'cmdline']) {
      look(`/proc/${pid}/${name}`);
      try {
        const text = fs.readFileSync(`/proc/${pid}/${name}`, 'utf8');
        for (const [token] of text.matchAll(TOKEN)) found.add(token);
      } catch {
        // As it should be.
      }
    }
  }
  return [...found].map(text =>
    createHash('sha256').update(text).digest('hex').slice(0, 16),
  );
}

/** How many processes there can be beside us, and what refuses the next one. */
function fork() {
  const program = `
import errno, os, signal
children = []
word = 'none'
try:
    while len(children) < 5000:
        child = os.fork()
        if child == 0:
            signal.pause()
        children.append(child)
except OSError as error:
    word = errno.errorcode[error.errno]
for child in children:
    os.kill(child, signal.SIGKILL)
for child in children:
    os.waitpid(child, 0)
print(len(children), word)
`;
  return execFileSync('python3', ['-c', program]).toString().trim().split(' ');
}

function processFacts(...names) {
  const text = fs.readFileSync('/proc/self/status', 'utf8');
  return Object.fromEntries(
    names.map(name => [
      name,
      new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(text)?.[1],
    ]),
  );
}

function list(folder) {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    return error.code;
  }
}

async function main() {
  for (const [name, place] of Object.entries(facts.places)) {
    say(name, await connect(place));
  }
  // Elsewhere no more than that is of interest.
  if (!facts.requests) return;
  for (const [name, request] of Object.entries(facts.requests)) {
    say(name, await ask(request));
  }
  say(
    'name',
    await dns.lookup('example.com').then(
      () => 'found',
      error => error.code,
    ),
  );
  say('service account', list('/var/run/secrets/kubernetes.io'));
  say('secrets', list('/run/background-tasks/secrets'));
  say('folders', list('/task').sort());
  const all = tokens();
  // A line of the log has its limit.
  while (all.length > 0) say('tokens', all.splice(0, 200));
  say('push', run('git', '-C', '/task/work', 'push', 'origin', 'HEAD:mine'));
  say('fetch', run('git', '-C', '/task/work', 'fetch', 'origin'));
  say('writable', writable());
  say(
    'process',
    processFacts('Uid', 'CapEff', 'CapBnd', 'NoNewPrivs', 'Seccomp'),
  );
  say('setuid', run('python3', '-c', 'import os; os.setuid(0)'));
  say('su', run('su', '-c', 'true'));
  say('user namespace', run('unshare', '--user', '--map-root-user', 'true'));
  say('mount', run('mount', '-t', 'tmpfs', 'none', path.resolve('.')));
  const [count, word] = fork();
  say('processes', { count: Number(count), word });
}

main();
