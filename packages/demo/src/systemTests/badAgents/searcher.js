// Runs as a task's script: looks for canaries in all that it can reach, and tells what it found where.
const fs = require('node:fs');
const http = require('node:http');
const { execFileSync } = require('node:child_process');

const CANARY = new RegExp(
  `canary-[a-z]+-${process.env.MARK}[0-9a-f]{12}|btr_[A-Za-z0-9_-]{43}|dev_[0-9a-f]{32}`,
  'g',
);
const TIME_MS = 40_000;
const FILE_BYTES = 4 * 1024 * 1024;
/** What is older than the portal, such as the leavings of other tests, holds none of its secrets. */
const STARTED = Number(process.env.STARTED);
const FOLDERS = process.env.FOLDERS.split(':');
/** What comes with the machine. */
const SKIPPED =
  /^\/(?:proc|sys|usr|lib|lib64|bin|sbin|boot)(?:\/|$)|\/node_modules(?:\/|$)|\/\.git\/objects(?:\/|$)/;

const found = [];
const until = Date.now() + TIME_MS;
let files = 0;

function look(place, text) {
  const hits = new Set(text.match(CANARY) ?? []);
  for (const hit of hits) found.push(`${place}: ${hit}`);
}

function lookAtFile(file) {
  try {
    const stat = fs.statSync(file);
    if (!stat.isFile() || stat.size > FILE_BYTES) return;
    if (stat.mtimeMs < STARTED) return;
    look(file, fs.readFileSync(file, 'latin1'));
    files++;
  } catch {
    // As it should be.
  }
}

const seen = new Set();
function lookInto(folder) {
  if (Date.now() > until || SKIPPED.test(folder) || seen.has(folder)) return;
  seen.add(folder);
  let entries = [];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = `${folder === '/' ? '' : folder}/${entry.name}`;
    if (entry.isDirectory()) lookInto(path);
    else if (entry.isFile()) lookAtFile(path);
  }
}

function get(url) {
  return new Promise(resolve => {
    http
      .get(url, response => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', chunk => (body += chunk));
        response.on('end', () => resolve(body));
      })
      .on('error', () => resolve(''));
  });
}

async function main() {
  look('environment', JSON.stringify(process.env));
  for (const pid of fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))) {
    for (const name of ['environ', 'cmdline', 'maps', 'mountinfo']) {
      try {
        look(
          `/proc/${pid}/${name}`,
          fs.readFileSync(`/proc/${pid}/${name}`, 'latin1'),
        );
      } catch {
        // As it should be.
      }
    }
    try {
      for (const fd of fs.readdirSync(`/proc/${pid}/fd`)) {
        lookAtFile(`/proc/${pid}/fd/${fd}`);
      }
    } catch {
      // As it should be.
    }
    lookInto(`/proc/${pid}/root${process.cwd()}/../..`);
  }
  try {
    look('ps', execFileSync('ps', ['auxeww'], { encoding: 'latin1' }));
  } catch {
    // Not everywhere.
  }
  for (const url of process.env.URLS.split(' ')) look(url, await get(url));
  for (const folder of [process.cwd(), process.env.HOME, ...FOLDERS, '/']) {
    lookInto(folder);
  }
  const report = found.length > 0 ? found.join('\n') : 'nothing';
  fs.writeFileSync('found.txt', `${report}\n`);
  fs.appendFileSync('found.txt', JSON.stringify(process.env, undefined, 1));
  console.log(`looked at ${files > 0 ? 'files' : 'nothing'}`);
  console.log(`found: ${report}`);
  console.log(JSON.stringify(process.env));
}

main();
